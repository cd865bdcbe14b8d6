import type pg from 'pg';

/** A job whose lanes are looked after. */
interface Swept {
  readonly id: string;
}

/**
 * Notes what lanes came to that a job has begun: all of it acknowledged, refused, or held until somebody does something. A dry run reads
 * those that have come to wait for a person without asking them.
 */
export function sweep({ id }: Swept): pg.QueryConfig[] {
  return [
    { name: 'replay-free-waiting', text: FREE_WAITING, values: [id] },
    { name: 'replay-sweep-looking', text: LOOKING, values: [id] },
    { name: 'replay-sweep-running', text: RUNNING, values: [id] },
  ];
}

/** Takes back what a cancelled job asks of lanes that nobody is at; what is on its way ends as it began. */
export function withdraw({ id }: Swept): pg.QueryConfig {
  return { name: 'replay-withdraw', text: WITHDRAW, values: [id] };
}

// Lanes before items, in the order of their ids, as everywhere; who has one locked is not waited for.
const FREE_WAITING = `
  WITH found AS (
    SELECT l.dossier_id, l.destination FROM job_item i JOIN lane l ON l.dossier_id = i.dossier_id AND l.destination = i.destination
    WHERE i.job_id = $1 AND i.state IN ('looking', 'running') AND l.asked_by = $1 AND l.state IN ('held', 'blocked')
    ORDER BY l.dossier_id, l.destination FOR UPDATE OF l SKIP LOCKED
  )
  UPDATE lane l SET asked = NULL, asked_by = NULL FROM found f WHERE l.dossier_id = f.dossier_id AND l.destination = f.destination`;

const LOOKING = `
  UPDATE job_item i SET state = 'listed' FROM lane l
  WHERE i.job_id = $1 AND i.state = 'looking' AND l.dossier_id = i.dossier_id AND l.destination = i.destination
    AND l.asked_by IS DISTINCT FROM $1`;

const RUNNING = `
  UPDATE job_item i SET
    state = CASE WHEN l.state = 'held' THEN 'waiting' WHEN l.state <> 'blocked' THEN 'delivered'
      WHEN l.cause LIKE 'refused|%' THEN 'failed' ELSE 'waiting' END,
    outcome = CASE WHEN l.state IN ('held', 'blocked') THEN l.cause END
  FROM lane l
  WHERE i.job_id = $1 AND i.state = 'running' AND l.dossier_id = i.dossier_id AND l.destination = i.destination
    AND l.asked_by IS DISTINCT FROM $1
    AND (l.state IN ('held', 'blocked') OR (NOT l.reassert AND NOT l.adopt AND NOT EXISTS (
      SELECT FROM lane_item n WHERE n.dossier_id = l.dossier_id AND n.destination = l.destination AND n.state = 'pending'
        AND n.seq <= i.until_seq)))`;

const WITHDRAW = `
  WITH found AS (
    SELECT l.dossier_id, l.destination FROM job_item i JOIN lane l ON l.dossier_id = i.dossier_id AND l.destination = i.destination
    WHERE i.job_id = $1 AND i.state IN ('looking', 'running') AND l.asked_by = $1 AND l.state <> 'leased'
    ORDER BY l.dossier_id, l.destination FOR UPDATE OF l SKIP LOCKED
  ), free AS (
    UPDATE lane l SET asked = NULL, asked_by = NULL FROM found f WHERE l.dossier_id = f.dossier_id AND l.destination = f.destination
    RETURNING l.dossier_id, l.destination
  )
  UPDATE job_item i SET state = CASE i.state WHEN 'looking' THEN 'listed' ELSE 'ready' END
  FROM free f WHERE i.job_id = $1 AND i.dossier_id = f.dossier_id AND i.destination = f.destination`;
