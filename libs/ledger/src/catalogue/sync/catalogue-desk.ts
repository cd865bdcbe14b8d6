import type pg from 'pg';
import { instantOf, legalDay, type LegalDay } from '#canonical';
import { inTransaction, query } from '../../database.ts';
import { writeDown, type Act } from '../../desk/write-down.ts';
import { activate } from './activate.ts';
import { adoptLevels } from './adopt-levels.ts';
import { rollBack } from './roll-back.ts';
import { orderSync, type ChangeKind, type ChangeState, type SyncState } from './sync.ts';

/** Why an act on the catalogue is not done. */
export type CatalogueRefusal = 'sync.unknown' | 'sync.no-source' | 'change.decided' | 'change.outdated' | 'change.since';

export class CatalogueRefused extends Error {
  constructor(
    readonly code: CatalogueRefusal,
    /** The procedures that it is about. */
    readonly codes: readonly string[] = [],
  ) {
    super(code);
    this.name = 'CatalogueRefused';
  }
}

/** A procedure with its ages. `listedAt`, `detailAt` null: the source has never shown it. */
export interface DeskProcedure {
  readonly code: string;
  readonly name: string;
  readonly fieldName: string;
  readonly level: string | null;
  readonly validFrom: LegalDay | null;
  readonly validTo: LegalDay | null;
  readonly listedAt: Date | null;
  readonly detailAt: Date | null;
  /** Places of the record that were not understood. */
  readonly problems: readonly string[];
  readonly failure: string | null;
  /** Changes that wait for a person. */
  readonly waiting: number;
}

/** A sync as operators watch it. */
export interface DeskSync {
  readonly id: string;
  readonly state: SyncState;
  /** Empty: an act of an operator beside the syncs. */
  readonly destination: string;
  readonly by: string;
  readonly reason: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  /** Lists and walks, and how many of them are there. */
  readonly parts: number;
  readonly partsDone: number;
  /** Records that are still to be asked for, and those that are there. */
  readonly recordsWanted: number;
  readonly recordsDone: number;
  readonly listed: number;
  readonly suspicious: boolean;
  /** Whether it was ordered of a portal whose catalogue nobody reads. */
  readonly notConfigured: boolean;
  readonly changes: Readonly<Record<ChangeState, number>>;
  readonly differences: number;
  readonly failed: number;
}

export interface DeskChange {
  readonly id: number;
  readonly syncId: string;
  readonly code: string;
  /** The name that is believed, or the one that it would have. */
  readonly name: string | null;
  readonly kind: ChangeKind;
  readonly state: ChangeState;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly openDossiers: number;
  readonly recentDossiers: number;
  readonly stagedAt: Date;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
}

export interface DeskDifference {
  readonly code: string;
  readonly kind: 'not-public' | 'other-name' | 'no-link' | 'other-level';
  readonly ours: string | null;
  readonly theirs: string | null;
}

const MOST_SYNCS = 30;

/** The catalogue as operators see it: what is known and how old that is, what syncs found, and what comes into force. */
export class CatalogueDesk {
  constructor(private readonly pool: pg.Pool) {}

  /** Procedures of today behind a code, those that hold the words in code or name. */
  procedures(order: { search: string; after: string; limit: number; now: Date }): Promise<DeskProcedure[]> {
    const { search, after, limit, now } = order;
    const values = [legalDay(instantOf(now)), search.toLowerCase(), after, limit];
    return query(this.pool, { name: 'desk-procedures', text: PROCEDURES, values });
  }

  syncs(): Promise<DeskSync[]> {
    return query(this.pool, { name: 'desk-syncs', text: `${SYNCS} ORDER BY j.created_at DESC LIMIT $1`, values: [MOST_SYNCS] });
  }

  /** @throws CatalogueRefused */
  async sync(id: string): Promise<DeskSync> {
    const [found] = await query<DeskSync>(this.pool, { name: 'desk-sync', text: `${SYNCS} AND j.id = $1`, values: [id] });
    if (found === undefined) throw new CatalogueRefused('sync.unknown');
    return found;
  }

  /** Changes behind a number: of a sync, or all that wait. */
  changes({ sync, after, limit }: { sync: string | undefined; after: number; limit: number }): Promise<DeskChange[]> {
    return query(this.pool, { name: 'desk-changes', text: CHANGES, values: [sync ?? null, after, limit] });
  }

  differences({ sync, after, limit }: { sync: string; after: string; limit: number }): Promise<DeskDifference[]> {
    return query(this.pool, {
      name: 'desk-differences',
      text: `SELECT code, kind, ours, theirs FROM catalogue_difference
        WHERE job_id = $1 AND code || '.' || kind COLLATE "C" > $2 ORDER BY code || '.' || kind COLLATE "C" LIMIT $3`,
      values: [sync, after, limit],
    });
  }

  /** Orders a sync; one that is under way is answered in its place. @throws CatalogueRefused */
  async order(act: Act): Promise<DeskSync> {
    const id = await inTransaction(this.pool, async (db) => {
      const { rows } = await db.query<{ id: string }>(
        `SELECT id FROM destination WHERE dialect = 'dvcqg' AND mode = 'live' ORDER BY id LIMIT 1`,
      );
      const [destination] = rows;
      if (destination === undefined) throw new CatalogueRefused('sync.no-source');
      const ordered = await orderSync(db, { destination: destination.id, ...act });
      if (ordered.isNew)
        await writeDown(db, act, { act: 'catalogue.sync', subject: ordered.id, details: { destination: destination.id } });
      return ordered.id;
    });
    return this.sync(id);
  }

  /** Brings changes into force; all of them or none. @throws CatalogueRefused */
  activate(ids: readonly number[], act: Act): Promise<number> {
    return inTransaction(this.pool, async (db) => {
      const day = legalDay(instantOf(act.now));
      const { active, outdated } = await activate(db, { ids, day, by: act.by, now: act.now });
      if (outdated.length > 0) throw new CatalogueRefused('change.outdated', outdated);
      if (active < ids.length) throw new CatalogueRefused('change.decided');
      await writeDown(db, act, { act: 'catalogue.activate', subject: await syncOf(db, ids), details: { changes: active, ids } });
      return active;
    });
  }

  /** Turns changes down: they are not staged again in the same words. @throws CatalogueRefused */
  reject(ids: readonly number[], act: Act): Promise<number> {
    return inTransaction(this.pool, async (db) => {
      const { rowCount } = await db.query({
        name: 'change-reject',
        text: `UPDATE catalogue_change SET state = 'rejected', decided_at = $2, decided_by = $3 WHERE id = ANY($1) AND state = 'waiting'`,
        values: [ids, act.now, act.by],
      });
      if (rowCount !== ids.length) throw new CatalogueRefused('change.decided');
      await writeDown(db, act, {
        act: 'catalogue.reject',
        subject: await syncOf(db, ids),
        details: { changes: ids.length, ids },
      });
      return ids.length;
    });
  }

  /** Adopts the levels that the second source told in a sync. */
  adoptLevels(sync: string, act: Act): Promise<number> {
    return inTransaction(this.pool, async (db) => {
      const { id, changes } = await adoptLevels(db, sync, act);
      if (changes > 0) await writeDown(db, act, { act: 'catalogue.levels', subject: id, details: { changes, sync } });
      return changes;
    });
  }

  /** Takes back what a sync changed, all of it or what it changed of some codes. @throws CatalogueRefused */
  rollBack({ sync, codes }: { sync: string; codes: readonly string[] | undefined }, act: Act): Promise<number> {
    return inTransaction(this.pool, async (db) => {
      const { changes, changedSince } = await rollBack(db, { job: sync, codes, by: act.by, now: act.now });
      if (changedSince.length > 0) throw new CatalogueRefused('change.since', changedSince);
      if (changes > 0)
        await writeDown(db, act, { act: 'catalogue.roll-back', subject: sync, details: { changes, ...(codes && { codes }) } });
      return changes;
    });
  }
}

/** What the line of the audit is about: the sync, or that there are several. */
async function syncOf(db: pg.PoolClient, ids: readonly number[]): Promise<string> {
  const text = 'SELECT DISTINCT job_id AS id FROM catalogue_change WHERE id = ANY($1) LIMIT 2';
  const { rows } = await db.query<{ id: string }>({ name: 'change-sync', text, values: [ids] });
  return rows.length === 1 ? (rows[0]?.id ?? '') : 'catalogue';
}

const PROCEDURES = `
  SELECT p.code, p.name, p.field_name AS "fieldName", d.detail->>'level' AS level, lower(p.valid)::text AS "validFrom",
    upper(p.valid)::text AS "validTo", s.listed_at AS "listedAt", s.detail_at AS "detailAt", coalesce(s.problems, '{}') AS problems, s.failure,
    (SELECT count(*) FROM catalogue_change c WHERE c.code = p.code AND c.state = 'waiting')::int AS waiting
  FROM procedure p LEFT JOIN catalogue_source s ON s.code = p.code
  LEFT JOIN procedure_detail d ON d.code = p.code AND upper_inf(d.recorded) AND d.valid @> $1::date
  WHERE upper_inf(p.recorded) AND p.valid @> $1::date AND p.code > $3
    AND ($2 = '' OR strpos(lower(p.name), $2) > 0 OR strpos(p.code, $2) > 0)
  ORDER BY p.code LIMIT $4`;

const SYNCS = `
  SELECT j.id, j.state, coalesce(j.destinations[1], '') AS destination, j.created_by AS by, j.reason, j.created_at AS "createdAt", j.finished_at AS "finishedAt",
    t.parts, t.done AS "partsDone", w.wanted AS "recordsWanted", w.there AS "recordsDone", coalesce((j.counts->>'listed')::int, w.listed) AS listed,
    coalesce(j.error = 'sync.suspicious', false) AS suspicious, coalesce(j.error = 'sync.not-configured', false) AS "notConfigured", c.counts AS changes,
    (SELECT count(*) FROM catalogue_difference d WHERE d.job_id = j.id)::int AS differences, coalesce((j.counts->>'failed')::int, t.failed) AS failed
  FROM job j
  CROSS JOIN LATERAL (SELECT count(*)::int AS parts, count(*) FILTER (WHERE state = 'have')::int AS done, count(*) FILTER (WHERE state = 'failed')::int AS failed
    FROM catalogue_part p WHERE p.job_id = j.id) t
  CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE s.wanted_by = j.id)::int AS wanted, count(*) FILTER (WHERE s.detail_by = j.id)::int AS there,
    count(*) FILTER (WHERE s.listed_by = j.id)::int AS listed FROM catalogue_source s) w
  CROSS JOIN LATERAL (SELECT jsonb_build_object('waiting', count(*) FILTER (WHERE state = 'waiting'), 'active', count(*) FILTER (WHERE state = 'active'),
      'rejected', count(*) FILTER (WHERE state = 'rejected'), 'rolled-back', count(*) FILTER (WHERE state = 'rolled-back'),
      'replaced', count(*) FILTER (WHERE state = 'replaced')) AS counts FROM catalogue_change h WHERE h.job_id = j.id) c
  WHERE j.kind = 'sync'`;

const CHANGES = `
  SELECT c.id, c.job_id AS "syncId", c.code, coalesce(c.before->>'name', c.after->>'name',
      (SELECT p.name FROM procedure p WHERE p.code = c.code AND upper_inf(p.recorded) ORDER BY lower(p.valid) DESC NULLS LAST LIMIT 1)) AS name,
    c.kind, c.state, c.before, c.after, c.open_dossiers AS "openDossiers", c.recent_dossiers AS "recentDossiers", c.staged_at AS "stagedAt",
    c.decided_at AS "decidedAt", c.decided_by AS "decidedBy"
  FROM catalogue_change c WHERE (c.job_id = $1 OR ($1::uuid IS NULL AND c.state = 'waiting')) AND c.id > $2 ORDER BY c.id LIMIT $3`;
