import type pg from 'pg';
import { keysOf } from '../lanes/move-lanes.ts';
import type { Settlement } from '../lanes/settlement.ts';

/**
 * Lanes that leave the shadow, each in a new epoch. `verify`: everything waits again, and a look-up shows what is there. Otherwise the
 * dossier is taken for known at the destination: its last record goes once more, and its steps count as told by the other system,
 * or go again, flagged.
 */
export function cutOverLanes(settlements: readonly Settlement[], now: Date): pg.QueryConfig[] {
  const cutting = settlements.filter(({ cutOver }) => cutOver !== undefined);
  const verified = cutting.filter(({ cutOver }) => cutOver?.steps === 'verify');
  const believed = cutting.filter((settlement) => !verified.includes(settlement));
  return [...verify(verified), ...believe(believed, now)];
}

function verify(settlements: readonly Settlement[]): pg.QueryConfig[] {
  if (settlements.length === 0) return [];
  const values = keysOf(settlements).slice(0, 2);
  return [
    { name: 'cut-over-verify-items', text: VERIFY_ITEMS, values },
    { name: 'cut-over-verify-lanes', text: VERIFY_LANES, values },
  ];
}

function believe(settlements: readonly Settlement[], now: Date): pg.QueryConfig[] {
  if (settlements.length === 0) return [];
  const keys = keysOf(settlements).slice(0, 2);
  const values = [
    ...keys,
    settlements.map(({ cutOver }) => cutOver?.steps === 'adopt'),
    settlements.map(({ cutOver }) => cutOver?.toldUntil ?? null),
  ];
  return [
    { name: 'cut-over-items', text: BELIEVE_ITEMS, values },
    { name: 'cut-over-lanes', text: BELIEVE_LANES, values: keys },
    { name: 'cut-over-checks', text: BELIEVE_CHECKS, values: [...keys, now] },
  ];
}

// Of the versions that were acknowledged only the last is worth sending where the dossier is there: they stay marked until that is seen.
const VERIFY_ITEMS = `
  UPDATE lane_item li SET shadow = li.kind = 'version' AND li.state = 'delivered', state = 'pending', doubt = false, sent = 0,
    call_id = NULL
  FROM unnest($1::bigint[], $2::text[]) AS s (dossier_id, destination)
  WHERE li.dossier_id = s.dossier_id AND li.destination = s.destination AND li.state IN ('pending', 'delivered')`;

const VERIFY_LANES = `
  UPDATE lane l SET epoch = l.epoch + 1, generation = d.generation, shadow = false, present = false, adopt = true, reassert = false,
    ack_seq = 0, ack_version_seq = NULL, pins = NULL, closes = true
  FROM unnest($1::bigint[], $2::text[]) AS s (dossier_id, destination) JOIN destination d ON d.id = s.destination
  WHERE l.dossier_id = s.dossier_id AND l.destination = s.destination`;

// An attempt of ours whose answer was lost before the shadow is still in doubt: its policy decides. A step of a dossier that not even
// in shadow could be written is not known to be told either. What a live destination acknowledged stays as it is.
const BELIEVE_ITEMS = `
  WITH s AS MATERIALIZED (
    SELECT n.dossier_id, n.destination, n.adopts AND l.present AS believed, least(n.told_until, d.cut_over_at) AS until
    FROM unnest($1::bigint[], $2::text[], $3::boolean[], $4::timestamptz[]) AS n (dossier_id, destination, adopts, told_until)
    JOIN destination d ON d.id = n.destination JOIN lane l ON l.dossier_id = n.dossier_id AND l.destination = n.destination
  ), judged AS MATERIALIZED (
    SELECT li.dossier_id, li.destination, li.seq, li.kind = 'version' AS is_version, li.doubt,
      coalesce(i.accepted_at <= s.until, true) AND NOT li.doubt AS told, s.believed
    FROM s JOIN lane_item li ON li.dossier_id = s.dossier_id AND li.destination = s.destination
    JOIN item i ON i.dossier_id = li.dossier_id AND i.seq = li.seq
    WHERE li.shadow OR (li.kind = 'step' AND li.state = 'pending')
  )
  UPDATE lane_item li SET shadow = false, call_id = NULL,
    state = CASE WHEN j.is_version THEN li.state WHEN j.told AND j.believed THEN 'delivered' ELSE 'pending' END,
    possibly_twice = li.possibly_twice OR (NOT j.is_version AND j.told AND NOT j.believed)
  FROM judged j WHERE li.dossier_id = j.dossier_id AND li.destination = j.destination AND li.seq = j.seq`;

const BELIEVE_LANES = `
  UPDATE lane l SET epoch = l.epoch + 1, generation = d.generation, shadow = false, adopt = false,
    reassert = l.ack_version_seq IS NOT NULL
  FROM unnest($1::bigint[], $2::text[]) AS s (dossier_id, destination) JOIN destination d ON d.id = s.destination
  WHERE l.dossier_id = s.dossier_id AND l.destination = s.destination`;

// No outcome may ever tell of what counts as told, and nobody would have it compared.
const BELIEVE_CHECKS = `
  INSERT INTO lane_check (dossier_id, destination, changed_at)
  SELECT s.dossier_id, s.destination, $3 FROM unnest($1::bigint[], $2::text[]) AS s (dossier_id, destination) ORDER BY 1, 2
  ON CONFLICT (dossier_id, destination) DO UPDATE SET changed_at = excluded.changed_at`;
