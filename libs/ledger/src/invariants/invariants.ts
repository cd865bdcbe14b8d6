/** What always holds of every lane and its items, whatever happens: each by the condition under which lane `l` breaks it. */
const BROKEN_WHEN = {
  'idle-with-work': `l.state = 'idle' AND (l.adopt OR l.reassert OR l.asked_by IS NOT NULL OR EXISTS (SELECT FROM lane_item i
    WHERE i.dossier_id = l.dossier_id AND i.destination = l.destination AND i.state = 'pending'))`,
  'due-without-time': `l.state IN ('due', 'verifying') AND l.due_at IS NULL`,
  'leased-by-nobody': `l.state = 'leased' AND (l.holder IS NULL OR l.lease_until IS NULL)`,
  'lease-left-behind': `l.state <> 'leased' AND l.lease_until IS NOT NULL`,
  'waits-without-cause': `l.state IN ('held', 'blocked') AND l.cause IS NULL`,
  'waits-for-nothing': `l.state IN ('held', 'blocked') AND l.blocked_seq IS NOT NULL AND NOT EXISTS (SELECT FROM lane_item i
    WHERE i.dossier_id = l.dossier_id AND i.destination = l.destination AND i.seq = l.blocked_seq AND i.state IN ('pending', 'refused'))`,
  'waits-unseen': `l.state IN ('held', 'blocked') AND l.cause LIKE ANY (ARRAY['unmapped|%', 'refused|%'])
    AND NOT EXISTS (SELECT FROM incident n WHERE n.fingerprint = l.cause AND n.cleared_at IS NULL)`,
  'acknowledged-too-much': `l.ack_seq > d.last_seq OR EXISTS (SELECT FROM lane_item i
    WHERE i.dossier_id = l.dossier_id AND i.destination = l.destination AND i.state IN ('pending', 'refused') AND i.place <= l.ack_seq)`,
  'item-without-lane': `EXISTS (SELECT FROM item i WHERE i.dossier_id = l.dossier_id AND NOT EXISTS (SELECT FROM lane_item w
    WHERE w.dossier_id = i.dossier_id AND w.destination = l.destination AND w.seq = i.seq))`,
} as const;

/** A dossier that has no lane at a destination where it belongs. What came before the destination was known is opened bit by bit. */
const WITHOUT_LANE = `
  SELECT 'dossier-without-lane' AS invariant, d.id AS dossier_id, d.code, t.id AS destination
  FROM dossier d JOIN client c ON c.id = d.client_id CROSS JOIN destination t
  WHERE d.id BETWEEN $1 AND $2 AND d.created_at > t.changed_at + interval '1 minute'
    AND (t.serves = 'all' OR (t.serves = 'sandbox') = c.sandbox) AND (c.destinations IS NULL OR t.id = ANY(c.destinations))
    AND NOT EXISTS (SELECT FROM lane l WHERE l.dossier_id = d.id AND l.destination = t.id)`;

/** A lane or a dossier of which something does not hold that always does. */
export interface BrokenInvariant {
  readonly invariant: keyof typeof BROKEN_WHEN | 'dossier-without-lane';
  readonly dossier_id: number;
  readonly code: string;
  readonly destination: string;
}

/** Finds what is broken among the dossiers with an id from $1 to $2. One statement sees one moment, so that nothing is half-written. */
export const BROKEN_INVARIANTS = `${[
  ...Object.entries(BROKEN_WHEN).map(
    ([name, condition]) => `
  SELECT '${name}' AS invariant, l.dossier_id, d.code, l.destination FROM lane l JOIN dossier d ON d.id = l.dossier_id
  WHERE l.dossier_id BETWEEN $1 AND $2 AND (${condition})`,
  ),
  WITHOUT_LANE,
].join('\n  UNION ALL')}
  LIMIT 1000`;
