/** Tier, kind and field of a difference, and its dossier. */
export type Difference = `${string}|${string}|${string}|${string}`;
