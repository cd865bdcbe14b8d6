import { formatInstant, type Instant, type LegalDay } from '#canonical';

/** What a period is as long as. */
export const PERIOD_KINDS = ['month', 'quarter', 'year'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/** A period that the province is scored for, half-open, in Asia/Ho_Chi_Minh. */
export interface Period {
  /** `2026-11`, `2026-Q4`, `2026`. */
  readonly name: string;
  readonly kind: PeriodKind;
  readonly from: LegalDay;
  readonly to: LegalDay;
  /** Its first second, and the first one after it; seconds since 1970. */
  readonly starts: number;
  readonly ends: number;
}

/** What names a period. */
export const PERIOD_NAME = /^(?:20|21)\d\d(?:-(?:Q[1-4]|0[1-9]|1[0-2]))?$/;
const DAY_MS = 86_400_000;
const MONTHS: Readonly<Record<PeriodKind, number>> = { month: 1, quarter: 3, year: 12 };

/** Reads the name of a period; undefined for anything else. */
export function parsePeriod(name: string): Period | undefined {
  if (!PERIOD_NAME.test(name)) return undefined;
  const [year, part] = name.split('-');
  if (part === undefined) return periodAt('year', Number(year), 0);
  return part.startsWith('Q')
    ? periodAt('quarter', Number(year), (Number(part.slice(1)) - 1) * 3)
    : periodAt('month', Number(year), Number(part) - 1);
}

/** Whole days until a period is over, one that has begun included; 0 = it is over. */
export function daysLeft(endsAt: Date, now: Date): number {
  return Math.max(0, Math.ceil((endsAt.getTime() - now.getTime()) / DAY_MS));
}

/** The month, the quarter and the year in which an instant lies. */
export function periodsAt(instant: Instant): Period[] {
  const [year = 0, month = 1] = formatInstant(instant, 'yyyy MM').split(' ').map(Number);
  const at = month - 1;
  return [periodAt('month', year, at), periodAt('quarter', year, at - (at % 3)), periodAt('year', year, 0)];
}

/** The period of the same kind right before. */
export function periodBefore({ kind, from }: Period): Period {
  const [year = 0, month = 1] = from.split('-').map(Number);
  const at = year * 12 + month - 1 - MONTHS[kind];
  return periodAt(kind, Math.floor(at / 12), at % 12);
}

/** The period of a kind that begins with a month; months count from 0. */
function periodAt(kind: PeriodKind, year: number, month: number): Period {
  const from = dayOf(year, month);
  const to = dayOf(year, month + MONTHS[kind]);
  return { name: nameOf(kind, year, month), kind, from, to, starts: midnight(from), ends: midnight(to) };
}

function nameOf(kind: PeriodKind, year: number, month: number): string {
  if (kind === 'year') return String(year);
  return kind === 'quarter' ? `${String(year)}-Q${String(month / 3 + 1)}` : dayOf(year, month).slice(0, 7);
}

function dayOf(year: number, month: number): LegalDay {
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10) as LegalDay;
}

function midnight(day: LegalDay): number {
  return Date.parse(`${day}T00:00:00+07:00`) / 1_000;
}
