import type pg from 'pg';
import { groupBy } from '../group-by.ts';
import type { Settlement } from '../lanes/settlement.ts';
import { clearAgreed, writeFindings, type FindingToWrite } from './discrepancies.ts';
import { tierOf } from './kinds.ts';
import type { Verification } from './verified-lane.ts';

type Verified = Settlement & { readonly verified: Verification };

/** Notes what lanes were verified as, and what differs. */
export function writeVerified(settlements: readonly Settlement[], now: Date): pg.QueryConfig[] {
  const verified = settlements.filter((settlement): settlement is Verified => settlement.verified !== undefined);
  if (verified.length === 0) return [];
  const notes = verified.map(({ lane, verified: seen }) => ({ ...lane, ...seen }));
  return [
    {
      name: 'verified-checks',
      text: CHECKS,
      values: [
        ...[now, notes.map(({ dossierId }) => dossierId), notes.map(({ destination }) => destination)],
        ...[notes.map(({ ackSeq }) => ackSeq), notes.map((note) => note.as)],
      ],
    },
    { name: 'verified-runs', text: RUNS, values: [notes.map(({ run }) => run), notes.map((note) => note.as)] },
    ...[...groupBy(verified, ({ verified: { run }, lane }) => `${run}|${lane.destination}`).values()].flatMap((group) =>
      findingsOf(group, now),
    ),
  ];
}

function findingsOf(group: readonly Verified[], now: Date): pg.QueryConfig[] {
  const [first] = group;
  if (first === undefined) return [];
  const { destination } = first.lane;
  const seen = { side: { name: destination, tier: tierOf(destination) }, by: first.verified.run, now, before: now };
  const findings = group.flatMap(({ lane, verified }) =>
    verified.findings.map((finding): FindingToWrite => {
      const { dossierCode: code, receivedUnit: unitId } = verified;
      return { ...finding, code, unitId, dossierId: lane.dossierId, day: null };
    }),
  );
  const agreeing = group.filter(({ verified }) => verified.as === 'agrees').map(({ verified }) => verified.dossierCode);
  return [...writeFindings(seen, findings), ...clearAgreed(seen, { findings, agreeing })];
}

const CHECKS = `
  UPDATE lane_check c SET verified_at = $1, verified_seq = n.seq, verified_as = n.verified_as, asked_run = NULL,
    changed_at = CASE WHEN c.changed_at > c.asked_at THEN c.changed_at END
  FROM unnest($2::bigint[], $3::text[], $4::int[], $5::text[]) AS n (dossier_id, destination, seq, verified_as)
  WHERE c.dossier_id = n.dossier_id AND c.destination = n.destination`;

const RUNS = `
  UPDATE reconcile_run r SET agrees = r.agrees + n.agrees, differs = r.differs + n.differs, unseen = r.unseen + n.unseen
  FROM (
    SELECT run, count(*) FILTER (WHERE seen = 'agrees') AS agrees, count(*) FILTER (WHERE seen = 'differs') AS differs,
      count(*) FILTER (WHERE seen = 'unseen') AS unseen
    FROM unnest($1::uuid[], $2::text[]) AS v (run, seen) GROUP BY run
  ) n
  WHERE r.id = n.run`;
