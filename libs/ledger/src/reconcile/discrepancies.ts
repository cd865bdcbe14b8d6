import type pg from 'pg';
import type { LegalDay } from '#canonical';
import { uuidv7 } from '#runtime';
import { fingerprintOf, treatmentOf, type Finding, type Side, type Treatment } from './kinds.ts';

/** A difference in one dossier, to be written down. `task`: why it may not be mended by itself, where the dossier says so. */
export interface FindingToWrite extends Finding {
  readonly code: string;
  readonly dossierId: number | undefined;
  readonly unitId: number;
  readonly day: LegalDay | null;
  readonly task?: string;
}

/** Which side, and by which manifest or run it was seen. */
export interface SeenBy {
  readonly side: Side;
  readonly by: string;
  readonly now: Date;
  /** What was mended later than that may not be seen yet. */
  readonly before: Date;
  /** Of when the other side's data are, where it says so: a manifest may come after one that was made later. */
  readonly asOf?: Date;
}

interface Treated extends FindingToWrite {
  readonly treatment: Treatment;
  readonly fingerprint: string;
}

/**
 * Writes down what differs: opened, or seen once more. What was to be mended and is there again after that is mended again, or left to a
 * person once it was tried often enough, and stays with that person; see `healing.ts`.
 */
export function writeFindings(seen: SeenBy, findings: readonly FindingToWrite[]): pg.QueryConfig[] {
  if (findings.length === 0) return [];
  const { side, by, now, before } = seen;
  const rows = findings.map((finding) => treat(side, finding)).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const of = <T>(pick: (row: Treated) => T): T[] => rows.map(pick);
  return [
    {
      name: 'discrepancy-write',
      text: WRITE,
      values: [
        ...[side.name, side.tier, by, now, rows.map(() => uuidv7(now)), of(({ kind }) => kind), of(({ field }) => field)],
        ...[of(({ code }) => code), of(({ dossierId }) => dossierId ?? null), of(({ unitId }) => unitId), of(({ day }) => day)],
        ...[
          of(({ fingerprint }) => fingerprint),
          of(({ treatment }) => treatment.mustAct),
          of(({ treatment }) => treatment.heal),
        ],
        ...[of(({ treatment }) => treatment.cause), before],
      ],
    },
  ];
}

function treat(side: Side, finding: FindingToWrite): Treated {
  const { task } = finding;
  const usual = treatmentOf(side, finding);
  const treatment: Treatment = task === undefined ? usual : { heal: 'task', cause: task, mustAct: 'province' };
  return { ...finding, treatment, fingerprint: fingerprintOf(side, finding, treatment) };
}

/** In one order, so that no two writers wait for each other. */
function keyOf({ code, kind, field }: FindingToWrite): string {
  return `${code}|${kind}|${field}`;
}

// Whoever counts it is the client of the dossier, or that of the manifest for a dossier that nobody has.
const WRITE = `
  INSERT INTO discrepancy AS d (id, side, tier, kind, field, dossier_code, dossier_id, client_id, unit_id, day, fingerprint, must_act, first_at,
    last_at, found_by, seen_by, heal, heal_state, cause, tries)
  SELECT n.id, $1, $2, n.kind, n.field, n.code, n.dossier_id,
    coalesce((SELECT c.id FROM client c WHERE 'client:' || c.code = $1), (SELECT o.client_id FROM dossier o WHERE o.id = n.dossier_id), 0),
    n.unit_id, coalesce(n.day, (SELECT o.received_on FROM dossier o WHERE o.id = n.dossier_id)), n.fingerprint, n.must_act, $4, $4, $3, $3, n.heal, CASE n.heal WHEN 'task' THEN 'person' ELSE 'waiting' END, n.cause, 0
  FROM unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::int[], $11::date[], $12::text[], $13::text[], $14::text[],
    $15::text[]) AS n (id, kind, field, code, dossier_id, unit_id, day, fingerprint, must_act, heal, cause)
  ON CONFLICT (side, dossier_code, kind, field) WHERE cleared_at IS NULL DO UPDATE SET last_at = excluded.last_at, seen_by = excluded.seen_by,
    dossier_id = coalesce(excluded.dossier_id, d.dossier_id), heal = excluded.heal, cause = excluded.cause,
    must_act = CASE WHEN d.heal_state = 'stopped' AND excluded.heal <> 'task' THEN d.must_act ELSE excluded.must_act END,
    fingerprint = excluded.fingerprint,
    heal_state = CASE WHEN excluded.heal = 'task' THEN 'person' WHEN d.heal_state = 'person' OR (d.heal_state = 'asked' AND d.asked_at <= $16) THEN 'waiting' ELSE d.heal_state END`;

/** That a difference was not seen in a manifest of later data than these. */
export const notSeenAfter = (asOf: string): string =>
  `NOT EXISTS (SELECT FROM manifest m WHERE m.id = d.seen_by AND m.as_of > ${asOf}::timestamptz)`;

/** Clears what was compared and is not found any more: all of dossiers that agree, and of the others what is not among the findings. */
export function clearAgreed(
  { side, by, now, asOf }: SeenBy,
  { findings, agreeing }: { findings: readonly FindingToWrite[]; agreeing: readonly string[] },
): pg.QueryConfig[] {
  const codes = [...new Set([...agreeing, ...findings.map(({ code }) => code)])].sort();
  if (codes.length === 0) return [];
  return [{ name: 'discrepancy-clear', text: CLEAR, values: [side.name, codes, by, now, findings.map(keyOf), asOf ?? null] }];
}

// `NOT IN` a query is looked up by a hash, where `= ANY` of an array would compare each with each.
const CLEAR = `
  WITH gone AS (
    SELECT id FROM discrepancy d WHERE side = $1 AND dossier_code = ANY($2) AND cleared_at IS NULL AND ${notSeenAfter('$6')}
      AND (dossier_code || '|' || kind || '|' || field) COLLATE "C" NOT IN (SELECT unnest($5::text[])) ORDER BY dossier_code COLLATE "C", kind, field FOR UPDATE
  )
  UPDATE discrepancy d SET cleared_at = $4, seen_by = $3 FROM gone g WHERE d.id = g.id`;
