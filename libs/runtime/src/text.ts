/** The languages in which the product speaks to people, the first one by default. */
export const TEXT_LANGUAGES = ['vi', 'en'] as const;

/** A sentence for people: Vietnamese first, English beside it. */
export type Text = Readonly<Record<(typeof TEXT_LANGUAGES)[number], string>>;
