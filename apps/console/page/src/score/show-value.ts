import type { ScoreCell, ScoreSide } from '../../../contract/score.ts';
import type { Language, Texts } from '../texts/dictionaries.ts';

/** A value with two decimals as the language writes it, or that there is none. Figure 2.2 is told in working days. */
export function showValue(
  { value }: Pick<ScoreSide, 'value'>,
  number: string,
  { t, language }: { t: Texts; language: Language },
): string {
  if (value === null) return t.score.none;
  const written = value.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  return number === '2.2' ? t.score.workingDays(written) : `${written}%`;
}

/** Whether the two sides differ: by what is shown, or by dossiers that are lost although it rounds to the same. */
export function isLosing({ did, counted, lost }: ScoreCell): boolean {
  return lost > 0 || did.value !== counted.value;
}

/** How much of the points both sides give, once where that is the same. */
export function showShare({ did, counted }: Pick<ScoreCell, 'did' | 'counted'>, said: { t: Texts; language: Language }): string {
  const [before, after] = [did, counted].map(({ share }) => showValue({ value: share }, 'share', said)) as [string, string];
  return before === after ? after : `${before} → ${after}`;
}
