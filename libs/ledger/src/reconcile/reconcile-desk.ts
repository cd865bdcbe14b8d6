import type pg from 'pg';
import type { LegalDay } from '#canonical';
import { uuidv7 } from '#runtime';
import { inTransaction, query } from '../database.ts';
import { nameUnits, type NamedUnit } from '../desk/name-units.ts';
import { writeDown, type Act } from '../desk/write-down.ts';
import type { DiscrepancyKind, Tier } from './kinds.ts';
import type { ManifestLevel } from './manifest.ts';
import { type Discrepancies, type DiscrepancyFilter, listDiscrepancies } from './list-discrepancies.ts';
import { isBusy, type Cells, type RunCause, type RunScope, type RunState } from './runs.ts';
import { readSchedule, type Schedule } from './schedule.ts';

/** A run, as operators see it. */
export interface ReconcileRun {
  readonly id: string;
  readonly cause: RunCause;
  readonly scope: RunScope;
  readonly state: RunState;
  readonly destinations: readonly string[];
  /** Those with which it is not through, while it is under way. */
  readonly waitsFor: readonly string[];
  readonly by: string;
  readonly reason: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly asked: number;
  readonly onTheirWay: number;
  readonly agrees: number;
  readonly differs: number;
  readonly unseen: number;
  readonly healed: number;
  readonly cells: Cells;
}

/** A manifest that came, as operators see it. */
export interface ReceivedManifest {
  readonly id: string;
  readonly client: string;
  readonly side: string;
  readonly level: ManifestLevel;
  readonly asOf: Date;
  readonly receivedAt: Date;
  readonly buckets: number;
  readonly items: number;
  readonly bucketsRead: number;
  readonly differing: number;
  readonly cells: Readonly<Partial<Record<DiscrepancyKind, number>>>;
}

/** A cell of the heat map: what differs in a unit on a day. */
export interface HeatCell {
  readonly unit: NamedUnit;
  readonly day: LegalDay;
  readonly tier: Tier;
  readonly dossiers: number;
  readonly open: number;
}

/** How what a destination has is known. `unseen`: it cannot be compared, which is no agreement. */
export interface KnownAt {
  readonly destination: string;
  readonly lookup: string;
  readonly lanes: number;
  readonly agrees: number;
  readonly differs: number;
  readonly unseen: number;
  readonly oldest: Date | null;
}

/** When a dossier was verified last at a destination. `changedSince`: something was acknowledged there after that. */
export interface VerifiedDossier {
  readonly destination: string;
  readonly lookup: string;
  readonly verifiedAt: Date | null;
  readonly verifiedAs: 'agrees' | 'differs' | 'unseen';
  readonly changedSince: boolean;
}

/** A run to order. */
export interface RunOrder {
  readonly scope: RunScope;
  /** Undefined: all that can be asked what they have. */
  readonly destinations: readonly string[] | undefined;
}

export type ReconcileRefusal =
  'reconcile.busy' | 'reconcile.destination-unknown' | 'reconcile.unseeing' | 'reconcile.unknown' | 'reconcile.over';

export class ReconcileRefused extends Error {
  constructor(readonly code: ReconcileRefusal) {
    super(code);
    this.name = 'ReconcileRefused';
  }
}

/** A destination that a run may be ordered for. `busy`: another one that somebody ordered is not through with it. */
interface Choice {
  readonly id: string;
  readonly lookup: string;
  readonly busy: boolean;
}

const CHOICES = `SELECT d.id, d.lookup, ${isBusy('d.id', 'demand')} AS busy FROM destination d WHERE d.mode = 'live' ORDER BY d.id`;

/** The destinations that are named; where none is, all that can be asked and that nobody keeps busy. @throws ReconcileRefused */
function choose(choices: readonly Choice[], named: readonly string[] | undefined): readonly Choice[] {
  if (named?.some((id) => !choices.some((choice) => choice.id === id)) === true)
    throw new ReconcileRefused('reconcile.destination-unknown');
  const wanted = choices.filter(({ id, lookup }) => named?.includes(id) ?? lookup !== 'none');
  if (wanted.length === 0 || wanted.some(({ lookup }) => lookup === 'none')) throw new ReconcileRefused('reconcile.unseeing');
  const free = wanted.filter(({ busy }) => !busy);
  if (free.length === 0 || (named !== undefined && free.length < wanted.length)) throw new ReconcileRefused('reconcile.busy');
  return free;
}

/** Reconciliation as the operators see it: they order runs, and see what was found. */
export class ReconcileDesk {
  constructor(private readonly pool: pg.Pool) {}

  /** Orders a run; answers its id. @throws ReconcileRefused */
  order({ scope, destinations }: RunOrder, act: Act): Promise<string> {
    return inTransaction(this.pool, async (db) => {
      await db.query('SELECT pg_advisory_xact_lock(7210)');
      const { rows } = await db.query<Choice>({ name: 'reconcile-choices', text: CHOICES });
      const chosen = choose(rows, destinations);
      const id = uuidv7(act.now);
      const ids = chosen.map((row) => row.id);
      await db.query({
        name: 'reconcile-order',
        text: `INSERT INTO reconcile_run (id, cause, scope, state, destinations, created_by, reason, created_at)
          VALUES ($1, 'demand', $2, 'running', $3, $4, $5, $6)`,
        values: [id, scope, ids, act.by, act.reason, act.now],
      });
      await writeDown(db, act, { act: 'reconcile.order', subject: id, details: { scope, destinations: ids } });
      return id;
    });
  }

  /** Ends a run: what is on its way ends as it began. @throws ReconcileRefused */
  cancel(id: string, act: Act): Promise<void> {
    return inTransaction(this.pool, async (db) => {
      const known = await db.query('SELECT FROM reconcile_run WHERE id = $1', [id]);
      if (known.rowCount === 0) throw new ReconcileRefused('reconcile.unknown');
      const { rowCount } = await db.query(
        `UPDATE reconcile_run SET state = 'cancelled', finished_at = $2 WHERE id = $1 AND state = 'running'`,
        [id, act.now],
      );
      if (rowCount === 0) throw new ReconcileRefused('reconcile.over');
      await writeDown(db, act, { act: 'reconcile.cancel', subject: id, details: {} });
    });
  }

  /** The latest runs, the newest first. */
  runs(limit: number): Promise<ReconcileRun[]> {
    return query<ReconcileRun>(this.pool, {
      name: 'reconcile-runs',
      text: `${RUN} ORDER BY r.created_at DESC LIMIT $1`,
      values: [limit],
    });
  }

  /** @throws ReconcileRefused */
  async run(id: string): Promise<ReconcileRun> {
    const [run] = await query<ReconcileRun>(this.pool, { name: 'reconcile-run', text: `${RUN} WHERE r.id = $1`, values: [id] });
    if (run === undefined) throw new ReconcileRefused('reconcile.unknown');
    return run;
  }

  /** When the next runs by the clock come. */
  schedule(): Promise<Schedule> {
    return readSchedule(this.pool);
  }

  /** The latest manifests, the newest first. */
  manifests(limit: number): Promise<ReceivedManifest[]> {
    return query<ReceivedManifest>(this.pool, { name: 'reconcile-manifests', text: MANIFESTS, values: [limit] });
  }

  /** What differs, the latest first. */
  discrepancies(filter: DiscrepancyFilter): Promise<Discrepancies> {
    return listDiscrepancies(this.pool, filter);
  }

  /** By unit and day, between two days, both included. */
  async heat({ from, to, tier }: { from: LegalDay; to: LegalDay; tier?: Tier | undefined }): Promise<HeatCell[]> {
    const rows = await query<Omit<HeatCell, 'unit'> & { unit_id: number }>(this.pool, {
      name: 'reconcile-heat',
      text: HEAT,
      values: [from, to, tier ?? null],
    });
    const unitOf = await nameUnits(
      this.pool,
      rows.map(({ unit_id }) => unit_id),
    );
    return rows.map(({ unit_id, ...row }) => ({ ...row, unit: unitOf(unit_id) }));
  }

  /** How old what is known of a dossier is. What nobody has looked at is as little known as what cannot be seen. */
  verified(code: string): Promise<VerifiedDossier[]> {
    return query<VerifiedDossier>(this.pool, { name: 'reconcile-verified', text: VERIFIED, values: [code] });
  }

  /** How well each destination is known. */
  known(): Promise<KnownAt[]> {
    return query<KnownAt>(this.pool, { name: 'reconcile-known', text: KNOWN });
  }
}

const RUN = `
  SELECT r.id, r.cause, r.scope, r.state, r.destinations, r.created_by AS by, r.reason, r.created_at AS "createdAt",
    r.finished_at AS "finishedAt", r.asked, r.agrees, r.differs, r.unseen, r.healed, r.cells,
    (SELECT count(*)::int FROM lane_check c WHERE c.asked_run = r.id) AS "onTheirWay",
    ARRAY(SELECT d FROM unnest(r.destinations) d WHERE r.state = 'running' AND NOT d = ANY(r.through)) AS "waitsFor"
  FROM reconcile_run r`;

const MANIFESTS = `
  SELECT m.id, c.code AS client, m.side, m.level, m.as_of AS "asOf", m.received_at AS "receivedAt", m.buckets, m.items,
    m.buckets_read AS "bucketsRead", jsonb_array_length(m.differing) AS differing, m.cells
  FROM manifest m JOIN client c ON c.id = m.client_id ORDER BY m.received_at DESC LIMIT $1`;

// Whoever asks bounds the days: a place that were left out would be taken for one with nothing open.
const HEAT = `
  SELECT unit_id, day, tier, count(DISTINCT dossier_code)::int AS dossiers, count(*)::int AS open FROM discrepancy
  WHERE cleared_at IS NULL AND day BETWEEN $1 AND $2 AND ($3::text IS NULL OR tier = $3)
  GROUP BY unit_id, day, tier ORDER BY day DESC, unit_id, tier`;

const VERIFIED = `
  SELECT l.destination, d.lookup, c.verified_at AS "verifiedAt", coalesce(c.verified_as, 'unseen') AS "verifiedAs",
    c.verified_seq IS DISTINCT FROM l.ack_seq AS "changedSince"
  FROM dossier o JOIN lane l ON l.dossier_id = o.id JOIN destination d ON d.id = l.destination
  LEFT JOIN lane_check c ON c.dossier_id = l.dossier_id AND c.destination = l.destination
  WHERE o.code = $1 ORDER BY l.destination`;

// What nobody has looked at is as little known as what cannot be seen.
const KNOWN = `
  SELECT d.id AS destination, d.lookup, n.lanes, n.agrees, n.differs, n.lanes - n.agrees - n.differs AS unseen, n.oldest
  FROM destination d CROSS JOIN LATERAL (
    SELECT count(*)::int AS lanes, count(*) FILTER (WHERE c.verified_as = 'agrees' AND c.verified_seq = l.ack_seq)::int AS agrees,
      count(*) FILTER (WHERE c.verified_as = 'differs' AND c.verified_seq = l.ack_seq)::int AS differs, min(c.verified_at) AS oldest
    FROM lane l LEFT JOIN lane_check c ON c.dossier_id = l.dossier_id AND c.destination = l.destination
    WHERE l.destination = d.id AND l.present) n
  ORDER BY d.id`;
