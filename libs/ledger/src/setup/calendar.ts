import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import { Calendar, DAY_KINDS, isWeekend, type DayKind, type LegalDay } from '#canonical';
import { dayColumn, readCsvFile, type CsvRow, type RowFault } from '#runtime';

/** The columns of a calendar. */
export const CALENDAR_COLUMNS = [
  dayColumn('day'),
  {
    name: 'kind',
    says: { vi: 'off (nghỉ), work (làm bù) hoặc half (nửa ngày)', en: 'off, work (made up) or half' },
    example: 'off',
    fits: (cell: string) => (DAY_KINDS as readonly string[]).includes(cell),
  },
  { name: 'name', says: { vi: 'tên ngày lễ, hoặc lý do', en: 'the name of the holiday, or the reason' }, example: 'Quốc khánh' },
  {
    name: 'source',
    says: { vi: 'luật hoặc văn bản công bố', en: 'the law or the announcement' },
    example: '"Bộ luật Lao động 2019, Điều 112"',
  },
] as const;

/** Public holidays with a date of their own, in every year. Source: Labour Code 2019, article 112. */
const EVERY_YEAR = ['01-01', '04-30', '05-01', '09-02'];

type Row = CsvRow<'day' | 'kind'>;

/** Reads `calendars/vn.csv`: the days that are worked, or not, against the rule of the week. @throws ConfigurationError with every faulty line */
export function readCalendar(configDir: string): Calendar {
  const rows = readCsvFile(join(configDir, 'calendars', 'vn.csv'), CALENDAR_COLUMNS, (sound) => [
    ...outOfOrder(sound),
    ...worked(sound),
    ...incompleteYears(sound),
  ]);
  return new Calendar(new Map(rows.map(({ cells: { day, kind } }) => [day as LegalDay, kind as DayKind])));
}

function outOfOrder(rows: readonly Row[]): RowFault[] {
  return rows.flatMap(({ line, cells: { day } }, index): RowFault[] => {
    const before = rows[index - 1];
    if (before === undefined || before.cells.day < day) return [];
    const at = `${before.cells.day} (${String(before.line)})`;
    return [
      {
        line,
        column: 'day',
        reason: { vi: `phải sau ngày của dòng trước: ${at}`, en: `must be after the day of the row before: ${at}` },
      },
    ];
  });
}

function worked(rows: readonly Row[]): RowFault[] {
  return rows
    .filter(({ cells: { day, kind } }) => kind === 'work' && !isWeekend(day as LegalDay))
    .map(({ line }) => ({
      line,
      column: 'kind',
      reason: {
        vi: 'ngày làm bù phải là thứ Bảy hoặc Chủ nhật; các ngày khác vốn đã làm việc',
        en: 'a day that is made up must be a Saturday or Sunday; other days are worked anyway',
      },
    }));
}

/** A year of which only some holidays were written down would pass for one that is known. */
function incompleteYears(rows: readonly Row[]): RowFault[] {
  const off = new Set(rows.filter(({ cells: { kind } }) => kind === 'off').map(({ cells: { day } }) => day));
  const lines = new Map(rows.map(({ line, cells: { day } }) => [day.slice(0, 4), line]));
  return [...lines].flatMap(([year, line]) =>
    EVERY_YEAR.map((date) => `${year}-${date}`)
      .filter((day) => !off.has(day))
      .map((day) => ({
        line,
        reason: {
          vi: `năm ${year} chưa đủ: thiếu ngày nghỉ ${day}`,
          en: `the year ${year} is not complete: ${day} is missing as off`,
        },
        write: `${day},off,…`,
      })),
  );
}

/** Has the days that differ from the rule of the week be those of the file. */
export async function loadCalendar(db: Pick<EntityManager, 'query'>, calendar: Calendar): Promise<void> {
  const days = [...calendar.others];
  await db.query('DELETE FROM calendar_day WHERE day <> ALL($1::date[])', [days.map(([day]) => day)]);
  await db.query(
    `INSERT INTO calendar_day AS c (day, kind) SELECT * FROM unnest($1::date[], $2::text[])
     ON CONFLICT (day) DO UPDATE SET kind = excluded.kind WHERE c.kind <> excluded.kind`,
    [days.map(([day]) => day), days.map(([, kind]) => kind)],
  );
}
