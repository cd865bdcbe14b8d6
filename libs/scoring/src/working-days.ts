import { formatInstant, instantOf, type Calendar, type LegalDay } from '#canonical';

const DAY_MS = 86_400_000;

/** Working days as the calendar has them, counted ahead so that many may be asked for. Half a day counts as half. */
export class WorkingDays {
  /** Per known year the days that are worked until the end of each of its days. */
  private readonly sums = new Map<number, readonly number[]>();

  constructor(private readonly calendar: Calendar) {}

  /**
   * The days worked between two instants, in seconds since 1970: the day of the first does not count, that of the second does. Undefined:
   * a year between them is not known.
   */
  between(from: number, to: number): number | undefined {
    if (to <= from) return 0;
    const [first, last] = [this.workedUntil(dayOf(from)), this.workedUntil(dayOf(to))];
    return first === undefined || last === undefined ? undefined : last - first;
  }

  /** Counted from the beginning of the first known year; every year up to that one has to be known. */
  private workedUntil(day: LegalDay): number | undefined {
    const year = Number(day.slice(0, 4));
    const [first] = this.calendar.years;
    if (first === undefined || year < first) return undefined;
    let before = 0;
    for (let at = first; at < year; at += 1) {
      const whole = this.sumsOf(at)?.at(-1);
      if (whole === undefined) return undefined;
      before += whole;
    }
    const own = this.sumsOf(year)?.[Math.round((Date.parse(day) - Date.UTC(year, 0, 1)) / DAY_MS)];
    return own === undefined ? undefined : before + own;
  }

  private sumsOf(year: number): readonly number[] | undefined {
    if (!this.calendar.years.includes(year)) return undefined;
    const known = this.sums.get(year) ?? this.count(year);
    this.sums.set(year, known);
    return known;
  }

  private count(year: number): number[] {
    const sums: number[] = [];
    let sum = 0;
    for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += DAY_MS) {
      const kind = this.calendar.kindOf(new Date(at).toISOString().slice(0, 10) as LegalDay);
      sum += kind === 'work' ? 1 : kind === 'half' ? 0.5 : 0;
      sums.push(sum);
    }
    return sums;
  }
}

function dayOf(seconds: number): LegalDay {
  return formatInstant(instantOf(new Date(seconds * 1_000)), 'yyyy-MM-dd') as LegalDay;
}
