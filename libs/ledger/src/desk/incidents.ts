import type pg from 'pg';
import { ownerNow } from '../hand-overs/home.ts';
import type { LaneState, MustAct, Status } from '#canonical';
import { query } from '../database.ts';
import { DOSSIERS_MARK, readSample, type IncidentSample } from '../incidents/sample.ts';
import { nameUnits, type NamedUnit } from './name-units.ts';

/** A unit that an incident concerns, and how often it came up there. */
export interface ConcernedUnit extends NamedUnit {
  readonly count: number;
}

/** A code that the tables of a partner lack. */
export interface CodeWanted {
  readonly partner: string;
  readonly table: string;
  readonly fromCode: string;
}

/** Something that a person must see, as it stands now. Everything in it is a code or a name of ours: nothing that a portal wrote. */
export interface IncidentEntry {
  readonly id: string;
  readonly kind: string;
  /** Of a refusal: by which service, why, and the field of ours that was named. */
  readonly service: string | null;
  readonly cause: string | null;
  readonly field: string | null;
  readonly destination: string | null;
  readonly mustAct: MustAct;
  /** How often it came up. */
  readonly count: number;
  readonly waitingLanes: number;
  /** The units that it came up in most often. */
  readonly units: readonly ConcernedUnit[];
  readonly sampleCode: string | null;
  /** What a look at the whole saw. Null: the incident came from a turn of a lane. */
  readonly seen: IncidentSample | null;
  readonly openedAt: Date;
  readonly lastAt: Date;
  readonly clearedAt: Date | null;
  readonly wanted: CodeWanted | null;
}

/** Which incidents, and behind which place of the list. */
export interface IncidentOrder {
  readonly state: 'open' | 'cleared' | 'all';
  readonly mustAct?: string | undefined;
  readonly kind?: string | undefined;
  readonly destination?: string | undefined;
  readonly after?: IncidentPlace | undefined;
  readonly limit: number;
}

/** A place in the list: microseconds since 1970 of the last activity, and the incident. */
export interface IncidentPlace {
  readonly lastMicros: number;
  readonly id: string;
}

/** A part of the list; `next` is the place of its last one. */
export interface IncidentList {
  readonly entries: readonly IncidentEntry[];
  readonly next: IncidentPlace | undefined;
  readonly hasMore: boolean;
}

/** A dossier that waits for what an incident is about, or in which a self-check saw it. `state` null: it has no lane there. */
export interface WaitingDossier {
  readonly dossierId: number;
  readonly code: string;
  readonly unit: NamedUnit;
  readonly status: Status;
  readonly destination: string;
  readonly state: LaneState | null;
  readonly since: Date;
}

type Row = Omit<IncidentEntry, 'units' | 'wanted' | 'seen'> &
  Omit<CodeWanted, 'fromCode'> & {
    fromCode: string | null;
    seen: string | null;
    micros: number;
    units: { id: number; count: number }[];
  };

const UNITS_IN_LIST = 10;
const ALL_UNITS = 1_000;

/** What waits for people, and why. */
export class Incidents {
  constructor(private readonly pool: pg.Pool) {}

  /** The newest activity first. */
  async list({ state, mustAct, kind, destination, after, limit }: IncidentOrder): Promise<IncidentList> {
    const rows = await query<Row>(this.pool, {
      name: 'incident-list',
      text: shown(LIST, UNITS_IN_LIST),
      values: [
        ...[state, mustAct ?? null, kind ?? null, destination ?? null],
        ...[after?.lastMicros ?? null, after?.id ?? null, limit + 1],
      ],
    });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      entries: await this.toEntries(page),
      next: last && { lastMicros: last.micros, id: last.id },
      hasMore: rows.length > limit,
    };
  }

  async read(id: string): Promise<IncidentEntry | undefined> {
    const rows = await query<Row>(this.pool, { name: 'incident-read', text: shown(ONE, ALL_UNITS), values: [id] });
    return (await this.toEntries(rows))[0];
  }

  /** How many are open, by who must act. */
  async countOpen(): Promise<ReadonlyMap<string, number>> {
    const rows = await query<{ must_act: string; count: number }>(this.pool, {
      name: 'incident-count',
      text: 'SELECT must_act, count(*)::int AS count FROM incident WHERE cleared_at IS NULL GROUP BY must_act',
    });
    return new Map(rows.map(({ must_act, count }) => [must_act, count]));
  }

  /** Those that something happened to after that moment, the newest 100, and when. */
  changedSince(since: Date): Promise<{ readonly id: string; readonly at: Date }[]> {
    return query(this.pool, { name: 'incident-changed', text: CHANGED, values: [since] });
  }

  /** The dossiers that wait for it now, the oldest first; `after`: behind that one. */
  async dossiers(id: string, { after, limit }: { after: number; limit: number }): Promise<WaitingDossier[]> {
    const rows = await query<Omit<WaitingDossier, 'unit'> & { unit_id: number }>(this.pool, {
      name: 'incident-dossiers',
      text: DOSSIERS,
      values: [id, after, limit],
    });
    const unitOf = await nameUnits(
      this.pool,
      rows.map(({ unit_id }) => unit_id),
    );
    return rows.map(({ unit_id, ...row }) => ({ ...row, unit: unitOf(unit_id) }));
  }

  private async toEntries(rows: readonly Row[]): Promise<IncidentEntry[]> {
    const unitOf = await nameUnits(
      this.pool,
      rows.flatMap(({ units }) => units.map(({ id }) => id)),
    );
    return rows.map(({ partner, table, fromCode, seen, micros: _micros, units, ...row }) => ({
      ...row,
      seen: seen === null ? null : readSample(seen),
      units: units.map(({ id, count }) => ({ ...unitOf(id), count })),
      wanted: fromCode === null ? null : { partner, table, fromCode },
    }));
  }
}

const LIST = `
  SELECT * FROM incident
  WHERE CASE $1 WHEN 'open' THEN cleared_at IS NULL WHEN 'cleared' THEN cleared_at IS NOT NULL ELSE true END
    AND ($2::text IS NULL OR must_act = $2) AND ($3::text IS NULL OR kind = $3) AND ($4::text IS NULL OR destination = $4)
    AND ($5::bigint IS NULL OR (last_at, id) < (timestamptz 'epoch' + $5::bigint * interval '1 microsecond', $6::uuid))
  ORDER BY last_at DESC, id DESC LIMIT $7`;

const ONE = 'SELECT * FROM incident WHERE id = $1';

// What is counted is counted for the few that are shown. Everything that is due waits for a destination that is stopped.
function shown(wanted: string, mostUnits: number): string {
  return `
  SELECT i.id, i.kind, i.service, i.field,
    coalesce(i.cause, CASE i.kind WHEN 'breaker' THEN (SELECT d.stop_cause FROM destination d WHERE d.id = i.destination)
      WHEN 'self-check' THEN split_part(i.fingerprint, '|', 2) END) AS cause,
    i.destination, i.must_act AS "mustAct", i.count, i.opened_at AS "openedAt",
    i.last_at AS "lastAt", i.cleared_at AS "clearedAt", i.partner, i.table_name AS "table", i.from_code AS "fromCode",
    (extract(epoch FROM i.last_at) * 1000000)::bigint AS micros,
    CASE WHEN i.cleared_at IS NOT NULL THEN 0
      WHEN i.kind = 'breaker' THEN (SELECT count(*)::int FROM lane l WHERE l.destination = i.destination AND l.state IN ('due', 'verifying'))
      ELSE (SELECT count(*)::int FROM lane_wait w WHERE w.fingerprint = i.fingerprint) END AS "waitingLanes",
    (SELECT o.code FROM dossier o WHERE o.id = i.sample_dossier_id) AS "sampleCode",
    CASE WHEN i.kind IN ('self-check', 'escalated', 'discrepancy') THEN i.sample END AS seen,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', u.unit_id, 'count', u.count) ORDER BY u.count DESC, u.unit_id) FROM (
      SELECT unit_id, count FROM incident_unit WHERE incident_id = i.id ORDER BY count DESC, unit_id LIMIT ${String(mostUnits)}) u), '[]') AS units
  FROM (${wanted}) i ORDER BY i.last_at DESC, i.id DESC`;
}

const CHANGED = `
  SELECT id, max(at) AS at FROM (
    (SELECT id, last_at AS at FROM incident WHERE last_at > $1 ORDER BY last_at DESC LIMIT 100)
    UNION ALL (SELECT id, cleared_at FROM incident WHERE cleared_at > $1 ORDER BY cleared_at DESC LIMIT 100)
  ) changed GROUP BY id ORDER BY 2 DESC, 1 LIMIT 100`;

// What a self-check saw hangs on no lane that waits: the dossiers that it named are shown.
const DOSSIERS = `
  WITH concerned AS (
    SELECT w.dossier_id, w.destination, w.since FROM incident i JOIN lane_wait w ON w.fingerprint = i.fingerprint
    WHERE i.id = $1 AND i.cleared_at IS NULL
    UNION
    SELECT o.id, i.destination, i.opened_at FROM incident i
    JOIN dossier o ON o.code = ANY(string_to_array(split_part(i.sample, '${DOSSIERS_MARK}', 2), ' '))
    WHERE i.id = $1 AND i.cleared_at IS NULL AND i.kind = 'self-check' AND i.destination IS NOT NULL
    UNION
    SELECT d.dossier_id, d.side, d.first_at FROM incident i
    JOIN discrepancy d ON d.cleared_at IS NULL AND d.fingerprint = regexp_replace(i.fingerprint, '\\|stopped$', '')
      AND (d.heal_state = 'stopped') = (i.cause = 'heal.stopped')
    WHERE i.id = $1 AND i.cleared_at IS NULL AND i.kind = 'discrepancy' AND d.dossier_id IS NOT NULL
  )
  SELECT w.dossier_id AS "dossierId", o.code, ${ownerNow('o')} AS unit_id, o.status, w.destination, l.state, w.since
  FROM concerned w JOIN dossier o ON o.id = w.dossier_id
  LEFT JOIN lane l ON l.dossier_id = w.dossier_id AND l.destination = w.destination
  WHERE w.dossier_id > $2
  ORDER BY w.dossier_id, w.destination LIMIT $3`;
