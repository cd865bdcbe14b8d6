import type pg from 'pg';
import { Calendar, dayAfter, instantOf, legalDay, type DayKind, type LegalDay } from '#canonical';
import { inTransaction } from '../database.ts';
import { KnownUnits } from '../known-units.ts';
import type { NamedUnit } from '../desk/name-units.ts';
import type { DailySheet, SheetRow } from './daily-sheet.ts';
import { FactsByHome, type Belonging } from './fold.ts';
import { beginFacts, readFacts, type FactRows } from './sheet-facts.ts';

/** Why there is no sheet. `sheet.future`: the day has not begun · `unit.unknown`: no unit of that day goes by this code. */
export type SheetRefusal = 'sheet.future' | 'unit.unknown';

export class SheetRefused extends Error {
  constructor(readonly code: SheetRefusal) {
    super(code);
    this.name = 'SheetRefused';
  }
}

/** Whose sheet: that of a unit by any of its codes, of the units of a client, or of the whole province. */
export type SheetOf =
  | { readonly kind: 'unit'; readonly code: string }
  | { readonly kind: 'units'; readonly units: readonly number[]; readonly trialsOf: number | undefined }
  | { readonly kind: 'province' };

/** Working days that count as soon. */
const SOON_DAYS = 3;

interface Unit extends NamedUnit {
  readonly id: number;
}

/** The daily sheets of communes, made when they are asked for. */
export class DailySheets {
  constructor(
    private readonly pool: pg.Pool,
    private readonly now: () => Date,
  ) {}

  /** The sheet of a day. Whatever it is of, it takes the same few statements. @throws SheetRefused */
  async read(day: LegalDay, of: SheetOf): Promise<DailySheet> {
    const { province, units, ...made } = await this.readAll(day, of);
    const [only, ...others] = units;
    if (of.kind === 'province' || only === undefined || others.length > 0)
      return { day, ...made, of: of.kind === 'province' ? 'province' : 'units', unit: undefined, facts: province, rows: units };
    return { day, ...made, of: 'unit', unit: only.unit, facts: only.facts, rows: [] };
  }

  /** The sheets of all units of a day, and that of the province, from one look. @throws SheetRefused */
  async all(day: LegalDay): Promise<{ readonly province: DailySheet; readonly units: readonly DailySheet[] }> {
    const { province, units, ...made } = await this.readAll(day, { kind: 'province' });
    return {
      province: { day, ...made, of: 'province', unit: undefined, facts: province, rows: units },
      units: units.map(({ unit, facts }) => ({ day, ...made, of: 'unit', unit, facts, rows: [] })),
    };
  }

  private async readAll(
    day: LegalDay,
    of: SheetOf,
  ): Promise<{ madeAt: Date; province: SheetRow['facts']; units: readonly SheetRow[] }> {
    const madeAt = this.now();
    const today = legalDay(instantOf(madeAt));
    if (day > today) throw new SheetRefused('sheet.future');
    const { units, calendar, soon, reaches, all, rows } = await inTransaction(this.pool, (db) =>
      readSheets(db, { day, today, of, madeAt }),
    );
    const facts = new FactsByHome(rows);
    const fold = (homes: Belonging['homes']): SheetRow['facts'] => facts.fold({ day, homes, calendar, soon });
    return {
      madeAt,
      province: fold(all),
      units: units.map(({ code, name }, index) => ({ unit: { code, name }, facts: fold(reaches[index] ?? new Set()) })),
    };
  }
}

interface SheetsWanted {
  readonly day: LegalDay;
  readonly today: LegalDay;
  readonly of: SheetOf;
  readonly madeAt: Date;
}

/** What sheets are made of. `reaches`: the homes that are each unit's · `all`: those of all of them; undefined: any. */
interface ReadSheets {
  readonly units: readonly Unit[];
  readonly calendar: Calendar;
  readonly soon: readonly LegalDay[] | undefined;
  readonly reaches: readonly ReadonlySet<number>[];
  readonly all: ReadonlySet<number> | undefined;
  readonly rows: FactRows;
}

/** Reads units, working days and facts as they were at one moment: what is handed over in between would else be in no unit's sheet. */
async function readSheets(db: pg.PoolClient, { day, today, of, madeAt }: SheetsWanted): Promise<ReadSheets> {
  await beginFacts(db);
  const known = await KnownUnits.readIn(db);
  const calendar = await readDays(db);
  const units = await readUnits(db, { day, today, of, known });
  const reaches = units.map(({ id }) => known.withPredecessors([id], day));
  const all = of.kind === 'province' ? undefined : new Set(reaches.flatMap((reach) => [...reach]));
  const soon = calendar.nextWorked(day, SOON_DAYS);
  const wanted = {
    ...{ day, from: midnightOf(day), until: midnightOf(dayAfter(day)), soonUntil: soon?.at(-1) ?? day },
    receivedBy: all && receivedBy(all, known),
    trialsOf: of.kind === 'units' ? of.trialsOf : undefined,
  };
  return { units, calendar, soon, reaches, all, rows: await readFacts(db, wanted, madeAt) };
}

/** The units that a sheet is of. @throws SheetRefused */
async function readUnits(
  db: pg.PoolClient,
  { day, today, of, known }: Omit<SheetsWanted, 'madeAt'> & { readonly known: KnownUnits },
): Promise<Unit[]> {
  if (of.kind === 'province')
    return (await db.query<Unit>({ name: 'sheet-units', text: `${UNITS} AND ${NO_TEST_UNIT} ORDER BY 2, 1`, values: [day] }))
      .rows;
  const id = of.kind === 'unit' ? known.coded(of.code, day) : undefined;
  if (of.kind === 'unit' && id === undefined) throw new SheetRefused('unit.unknown');
  // Before a merger they were those that they were made of.
  const ids = of.kind === 'units' ? [...known.withPredecessors(of.units, today)] : [id];
  const text = `${UNITS} AND u.id = ANY($2) ORDER BY 2, 1`;
  return (await db.query<Unit>({ name: 'sheet-units-named', text, values: [day, ids] })).rows;
}

/** The working days as the files of the configuration had them when the database was prepared. */
async function readDays(db: pg.PoolClient): Promise<Calendar> {
  const { rows } = await db.query<{ day: LegalDay; kind: DayKind }>({
    name: 'calendar-days',
    text: 'SELECT day, kind FROM calendar_day ORDER BY day',
  });
  return new Calendar(new Map(rows.map(({ day, kind }) => [day, kind])));
}

/** The units that received what belongs to these homes: a part was received by whoever had it before it was handed over. */
function receivedBy(homes: ReadonlySet<number>, known: KnownUnits): number[] {
  const all = new Set(homes);
  for (const home of all) for (const source of known.part(home)?.sources ?? []) all.add(source);
  return [...all].filter((home) => known.part(home) === undefined);
}

function midnightOf(day: LegalDay): Date {
  return new Date(`${day}T00:00:00+07:00`);
}

// By the code of that day; one that has none then by its last one, or by its name.
const UNITS = `
  SELECT u.id, coalesce((SELECT a.code FROM unit_alias a WHERE a.unit_id = u.id AND upper_inf(a.recorded)
      ORDER BY NOT a.valid @> $1::date, a.scheme <> 'administrative', lower(a.valid) DESC NULLS LAST, a.code LIMIT 1), u.name) AS code, u.name
  FROM unit u WHERE u.valid @> $1::date`;

const NO_TEST_UNIT = `NOT EXISTS (SELECT FROM unit_alias t WHERE t.unit_id = u.id AND t.scheme = 'sandbox')`;
