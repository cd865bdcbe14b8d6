import type { Texts } from '../texts/dictionaries.ts';

/** `01/07/2025` of `2025-07-01`. */
export function formatDay(day: string): string {
  return day.split('-').reverse().join('/');
}

/** From when until when a unit is, in words: half-open days are shown by the last one. */
export function formatLife({ validFrom, validTo }: { validFrom: string | null; validTo: string | null }, t: Texts): string {
  const from = validFrom === null ? t.units.unknown : formatDay(validFrom);
  return `${from} – ${validTo === null ? t.units.today : formatDay(dayBefore(validTo))}`;
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}
