import { instantOf, legalDay, parseLegalDay, type LegalDay } from '#canonical';
import type { Finding } from '#ledger';
import { pointerTo } from '#runtime';

/** Legal days, both included. */
export interface Days {
  readonly from: LegalDay;
  readonly to: LegalDay;
}

const MOST_DAYS = 400;
const DAYS_BY_ITSELF = 31;
const DAY_MS = 86_400_000;

/** Reads `from` and `to`; absent: the last 31 days until today. What is no day, not in order, or too long is named. */
export function readDays(query: unknown, today: LegalDay): Days | readonly Finding[] {
  const given = (query ?? {}) as Record<string, unknown>;
  const wrong = Object.entries(given).filter(
    ([name, value]) => !['from', 'to'].includes(name) || typeof value !== 'string' || parseLegalDay(value) === undefined,
  );
  if (wrong.length > 0) return wrong.map(([name]) => invalid(name));
  const to = (given['to'] ?? today) as LegalDay;
  const from = (given['from'] ?? daysBefore(to, DAYS_BY_ITSELF - 1)) as LegalDay;
  if (from > to || from < daysBefore(to, MOST_DAYS - 1)) return [invalid('from')];
  return { from, to };
}

function invalid(name: string): Finding {
  return { field: pointerTo(name), code: 'query.invalid' };
}

function daysBefore(day: LegalDay, days: number): LegalDay {
  return legalDay(instantOf(new Date(Date.parse(`${day}T12:00:00+07:00`) - days * DAY_MS)));
}
