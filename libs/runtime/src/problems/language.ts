import { TEXT_LANGUAGES } from '../text.ts';

/** A language in which the product answers. */
export type Language = (typeof TEXT_LANGUAGES)[number];

/** The language of titles and details: the best of ours that `Accept-Language` names, Vietnamese by default. */
export function languageOf(accept: string | undefined): Language {
  if (accept === undefined) return 'vi';
  let best: Language = 'vi';
  let bestQuality = 0;
  for (const range of accept.split(',')) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const language = TEXT_LANGUAGES.find((ours) => tag === ours || tag.startsWith(`${ours}-`));
    const quality = qualityOf(parameters);
    if (language !== undefined && quality > bestQuality) [best, bestQuality] = [language, quality];
  }
  return best;
}

function qualityOf(parameters: readonly string[]): number {
  const given = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('q='));
  const quality = given === undefined ? 1 : Number(given.slice(2));
  return Number.isFinite(quality) ? quality : 0;
}
