import type pg from 'pg';
import type { LegalDay } from '#canonical';
import type { OutcomeState } from '../lanes/write-outcomes.ts';
import type { DifferenceToSettle, DossierCounts, OpenResend, WaitingFor } from './daily-sheet.ts';
import * as statements from './statements.ts';

/** Which dossiers, and of when. */
export interface FactsWanted {
  readonly day: LegalDay;
  /** The first instant of the day, and the first one after it. */
  readonly from: Date;
  readonly until: Date;
  /** Due before that: what is listed. */
  readonly soonUntil: LegalDay;
  /** Units that received them; undefined: any. */
  readonly receivedBy: readonly number[] | undefined;
  /** The client that is tried out, of whose trials it is; undefined: no trials. */
  readonly trialsOf: number | undefined;
}

/** Something of a home: of the unit that received its dossiers, or of the part by which they were handed over. */
type Homed<T> = T & { readonly home: number };

/** Rows by the homes of their dossiers, as the database counts them. */
export interface FactRows {
  readonly counts: readonly Homed<DossierCounts>[];
  readonly dueDays: readonly Homed<{ dueOn: LegalDay; dossiers: number }>[];
  readonly dueDossiers: readonly Homed<{ code: string; procedure: string; status: number; dueOn: LegalDay }>[];
  readonly outcomes: readonly Homed<{ destination: string; state: OutcomeState; items: number }>[];
  readonly lanes: readonly Homed<LaneCounts>[];
  readonly waits: readonly Homed<WaitingFor>[];
  readonly owners: readonly Homed<{ mustAct: string; open: number }>[];
  readonly differences: readonly Homed<DifferenceToSettle>[];
  /** `home` null: of all units of the client. `open`: in the first of a home and client how many there are of them, else 0. */
  readonly resends: readonly (OpenResend & { readonly home: number | null; readonly clientId: number; readonly open: number })[];
  readonly warnings: readonly Homed<{ code: string; given: number }>[];
  readonly systems: readonly { clientId: number; client: string; name: string; units: readonly number[]; lastAt: Date | null }[];
  readonly destinations: readonly { destination: string; mode: 'live' | 'shadow'; standing: Standing }[];
}

interface LaneCounts {
  readonly destination: string;
  readonly acknowledged: number;
  readonly waiting: number;
  readonly heldNow: number;
  readonly blockedNow: number;
}

type Standing = 'open' | 'paused' | 'stopped' | 'maintenance';

// Everything else in this room is found by a key, and its connections are told so; a sheet looks at everything once.
const PLANS = 'SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on';

/** Has a transaction that has read nothing yet see everything as it was at one moment. */
export async function beginFacts(db: pg.PoolClient): Promise<void> {
  await db.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
  await db.query(PLANS);
}

/** Reads all that sheets of a day need in one go, in a transaction that was begun for it: as many statements for a province as for a commune. */
export async function readFacts(db: pg.PoolClient, wanted: FactsWanted, now: Date): Promise<FactRows> {
  const { day, from, until, soonUntil, receivedBy, trialsOf } = wanted;
  const whose = { isScoped: receivedBy !== undefined, isTrial: trialsOf !== undefined };
  const scope = [receivedBy ?? [], trialsOf ?? 0];
  const read = async <T extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<T[]> =>
    (await db.query<T>(text, [...values])).rows;
  return {
    counts: await read(statements.counts(whose), [...scope, day, from, until]),
    dueDays: await read(statements.dueDays(whose), [...scope, day, until, soonUntil]),
    dueDossiers: await read(statements.dueDossiers(whose), [...scope, day, until, soonUntil]),
    outcomes: await read(statements.outcomes(whose), [...scope, from, until]),
    lanes: await read(statements.lanes(whose), scope),
    waits: await read(statements.waits(whose), scope),
    owners: await read(statements.owners(whose), scope),
    differences: await read(statements.differences(whose), scope),
    resends: await read(statements.resends(whose), scope),
    warnings: await read(statements.WARNINGS, [day]),
    systems: await read(statements.SYSTEMS, [day]),
    destinations: await read(statements.DESTINATIONS, [now]),
  };
}
