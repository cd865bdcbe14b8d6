import { describe, expect, it } from '@jest/globals';
import { Calendar, type LegalDay } from '#canonical';
import { checkCalendar } from './calendar.ts';
import type { Finding, Looking } from './check.ts';

interface Known {
  readonly file: readonly number[];
  readonly database: readonly number[];
}

async function found(at: string, { file, database }: Known): Promise<Finding[]> {
  const known = new Calendar(new Map(file.map((year) => [`${String(year)}-01-01` as LegalDay, 'off'])));
  const watch = { calendarYears: () => Promise.resolve(database) };
  const looking = { ledger: { watch }, clock: { now: () => new Date(`${at}+07:00`) } } as unknown as Looking;
  const { findings } = await checkCalendar(looking, { everyMs: 1, known, days: 31 }).look(0);
  return [...findings];
}

const OF_2026 = { file: [2025, 2026], database: [2025, 2026] };

describe('the calendar of working days', () => {
  it('is told of from the first of December on while it lacks the next year', async () => {
    expect(await found('2026-11-30T23:59:59', OF_2026)).toEqual([]);
    expect(await found('2026-12-01T00:00:00', OF_2026)).toEqual([
      { subject: '2027', mustAct: 'province', count: 1, sample: 'year=2027 daysLeft=31 missingIn=file,database' },
    ]);
    expect(await found('2027-01-01T00:00:00', OF_2026)).toMatchObject([
      { sample: 'year=2027 daysLeft=0 missingIn=file,database' },
    ]);
  });

  it('is told of until both know the year: the file of this process, and the database', async () => {
    const at = '2026-12-24T08:00:00';
    expect(await found(at, { file: [2026, 2027], database: [2026] })).toMatchObject([
      { sample: 'year=2027 daysLeft=8 missingIn=database' },
    ]);
    expect(await found(at, { file: [2026], database: [2026, 2027] })).toMatchObject([
      { sample: 'year=2027 daysLeft=8 missingIn=file' },
    ]);
    expect(await found(at, { file: [2026, 2027], database: [2026, 2027] })).toEqual([]);
  });
});
