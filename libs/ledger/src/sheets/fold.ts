import type { Calendar, LegalDay } from '#canonical';
import { groupBy } from '../group-by.ts';
import type { DossierCounts, Due, DestinationDay, SheetFacts, WaitingFor } from './daily-sheet.ts';
import type { FactRows } from './sheet-facts.ts';

/** Which rows make a sheet. */
export interface Belonging {
  readonly day: LegalDay;
  /** Homes of its dossiers; undefined: all. */
  readonly homes: ReadonlySet<number> | undefined;
  readonly calendar: Calendar;
  /** The next working days; undefined: the calendar lacks a year. */
  readonly soon: readonly LegalDay[] | undefined;
}

const NONE: DossierCounts = {
  ...{ received: 0, registered: 0, inProgress: 0, waitsForCitizen: 0, finished: 0, returned: 0, refused: 0 },
  ...{ withoutDueDate: 0, unread: 0 },
};
/** Lines of a list; how many there are is told beside it. */
const MOST_LISTED = 40;
const MOST_CODES = 8;

/** Rows by home, so that the sheets of many units are put together without looking at all rows for each of them. */
export class FactsByHome {
  private readonly byHome: { readonly [K in HomedList]: ReadonlyMap<number, FactRows[K]> };

  constructor(private readonly rows: FactRows) {
    const of = <K extends HomedList>(name: K): ReadonlyMap<number, FactRows[K]> =>
      groupBy(rows[name] as readonly { home: number }[], ({ home }) => home) as unknown as ReadonlyMap<number, FactRows[K]>;
    this.byHome = {
      ...{ counts: of('counts'), dueDays: of('dueDays'), dueDossiers: of('dueDossiers'), outcomes: of('outcomes') },
      ...{
        lanes: of('lanes'),
        waits: of('waits'),
        owners: of('owners'),
        differences: of('differences'),
        warnings: of('warnings'),
      },
    };
  }

  /** What is told of these homes together. */
  fold(belonging: Belonging): SheetFacts {
    const { homes } = belonging;
    const systems = this.rows.systems.filter(({ units }) => homes === undefined || units.some((unit) => homes.has(unit)));
    const clients = new Set(systems.map(({ clientId }) => clientId));
    const resends = this.rows.resends.filter(
      ({ home, clientId }) => homes === undefined || (home === null ? clients.has(clientId) : homes.has(home)),
    );
    const waits = joinWaits(this.of('waits', homes));
    return {
      dossiers: this.of('counts', homes).reduce(plus, NONE),
      due: this.due(belonging),
      destinations: this.destinations(homes),
      waitReasons: waits.length,
      waits: waits.slice(0, MOST_LISTED),
      differences: {
        byOwner: sumBy(this.of('owners', homes).map(({ mustAct, open }) => [mustAct, open])),
        own: this.of('differences', homes)
          .toSorted((a, b) => a.firstAt.getTime() - b.firstAt.getTime())
          .slice(0, MOST_LISTED)
          .map(({ home: _home, ...rest }) => rest),
      },
      resendsOpen: resends.reduce((sum, { open }) => sum + open, 0),
      resends: resends.slice(0, MOST_LISTED).map(({ home: _home, clientId: _client, open: _open, ...rest }) => rest),
      warnings: Object.entries(sumBy(this.of('warnings', homes).map(({ code, given }) => [code, given]))).map(
        ([code, given]) => ({
          ...{ code, given },
        }),
      ),
      systemsKnown: systems.length,
      systems: latest(systems).map(({ client, name, lastAt }) => ({ client, name, lastAt })),
    };
  }

  private of<K extends HomedList>(name: K, homes: ReadonlySet<number> | undefined): FactRows[K] {
    if (homes === undefined) return this.rows[name];
    const byHome: ReadonlyMap<number, readonly unknown[]> = this.byHome[name];
    return [...homes].flatMap((home) => byHome.get(home) ?? []) as unknown as FactRows[K];
  }

  private due({ day, homes, calendar, soon }: Belonging): Due {
    const days = this.of('dueDays', homes);
    const sum = (fits: (dueOn: LegalDay) => boolean): number =>
      days.reduce((total, { dueOn, dossiers }) => total + (fits(dueOn) ? dossiers : 0), 0);
    return {
      overdue: sum((dueOn) => dueOn < day),
      today: sum((dueOn) => dueOn === day),
      // What is due on a day off has to be done on the working day before the next one; it stands under the next one, where it is looked for.
      soon: soon?.map((last, index) => ({
        day: last,
        dossiers: sum((dueOn) => dueOn > (soon[index - 1] ?? day) && dueOn <= last),
      })),
      dossiers: this.of('dueDossiers', homes)
        .toSorted((a, b) => (a.dueOn === b.dueOn ? compare(a.code, b.code) : compare(a.dueOn, b.dueOn)))
        .slice(0, MOST_LISTED)
        .map(({ home: _home, ...rest }) => ({ ...rest, worked: workedTo(calendar, rest.dueOn, day) })),
    };
  }

  private destinations(homes: ReadonlySet<number> | undefined): DestinationDay[] {
    const outcomes = groupBy(this.of('outcomes', homes), ({ destination }) => destination);
    const lanes = groupBy(this.of('lanes', homes), ({ destination }) => destination);
    return this.rows.destinations.map((destination) => {
      const states = sumBy((outcomes.get(destination.destination) ?? []).map(({ state, items }) => [state, items]));
      const now = lanes.get(destination.destination) ?? [];
      const standing = (name: 'acknowledged' | 'waiting' | 'heldNow' | 'blockedNow'): number =>
        now.reduce((total, row) => total + row[name], 0);
      return {
        ...destination,
        ...{ delivered: states['delivered'] ?? 0, refused: states['refused'] ?? 0 },
        ...{ held: states['held'] ?? 0, released: states['released'] ?? 0 },
        ...{ acknowledged: standing('acknowledged'), waiting: standing('waiting') },
        ...{ heldNow: standing('heldNow'), blockedNow: standing('blockedNow') },
      };
    });
  }
}

type HomedList = 'counts' | 'dueDays' | 'dueDossiers' | 'outcomes' | 'lanes' | 'waits' | 'owners' | 'differences' | 'warnings';

function plus(sum: DossierCounts, row: DossierCounts): DossierCounts {
  const names = Object.keys(NONE) as (keyof DossierCounts)[];
  return Object.fromEntries(names.map((name) => [name, sum[name] + row[name]])) as unknown as DossierCounts;
}

function sumBy(rows: readonly (readonly [string, number])[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [name, count] of rows) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

/** The same reason at the same destination is one line, whichever homes it concerns; what concerns most comes first. */
function joinWaits(rows: readonly WaitingFor[]): WaitingFor[] {
  const same = groupBy(rows, ({ destination, state, cause, mustAct }) => [destination, state, cause, mustAct].join('\n'));
  return [...same.values()]
    .flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const { destination, state, cause, mustAct } = first;
      return {
        ...{ destination, state, cause, mustAct },
        since: group.reduce((least, { since }) => (since < least ? since : least), first.since),
        dossiers: group.reduce((total, { dossiers }) => total + dossiers, 0),
        codes: group.flatMap(({ codes }) => codes).slice(0, MOST_CODES),
      };
    })
    .sort((a, b) => b.dossiers - a.dossiers || compare(a.cause, b.cause) || compare(a.destination, b.destination));
}

/** Those that called last, in the order in which they came. */
function latest(systems: FactRows['systems']): FactRows['systems'] {
  if (systems.length <= MOST_LISTED) return systems;
  const timeOf = ({ lastAt }: FactRows['systems'][number]): number => lastAt?.getTime() ?? 0;
  const shown = new Set(systems.toSorted((a, b) => timeOf(b) - timeOf(a)).slice(0, MOST_LISTED));
  return systems.filter((system) => shown.has(system));
}

function workedTo(calendar: Calendar, dueOn: LegalDay, day: LegalDay): number | undefined {
  const [first, last] = dueOn < day ? [dueOn, day] : [day, dueOn];
  return calendar.knows(first, last) ? calendar.workedBetween(first, last) : undefined;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
