import type pg from 'pg';
import { sha256, type LegalDay } from '#canonical';
import type { Manifest } from './manifest.ts';

/** A way in which the other side may rightly say what it has; `text`: what its hash is made of, where that is known. */
interface Way {
  readonly p1: string;
  readonly text?: string;
}

/** A dossier as the gateway has it, to be compared with a row of a manifest. */
export interface OurRow {
  readonly dossierId: number;
  readonly code: string;
  readonly unitId: number;
  readonly day: LegalDay;
  /** Its last item was taken long enough before the manifest, and what is to be compared is known. */
  readonly isSettled: boolean;
  readonly ways: readonly Way[];
  /** How many the source has sent; null where that is not known yet. */
  readonly steps: number | null;
  /** The code tables of today would say something else than what was told. */
  readonly codesChanged: boolean;
}

interface Row extends Omit<OurRow, 'ways'> {
  readonly p1: Buffer | null;
  readonly told: string | null;
}

/** The dossiers of the buckets of a manifest, and those that it names and that stand elsewhere. */
export async function readOurRows(db: pg.PoolClient, manifest: Manifest, named: readonly string[]): Promise<OurRow[]> {
  const { side, buckets, asOf, settlesWithinMs } = manifest;
  const before = new Date(asOf.getTime() - settlesWithinMs);
  const [name, text] =
    side.tier === 'commune' ? ['manifest-rows-client', rowsBy(OF_CLIENT)] : ['manifest-rows-lanes', rowsBy(OF_LANES)];
  const places = [buckets.map(({ unitId }) => unitId), buckets.map(({ day }) => day)];
  const { rows } = await db.query<Row>({ name, text, values: [side.name, ...places, before, named] });
  return rows.map(({ p1, told, ...row }) => ({
    ...row,
    ways: [...(p1 === null ? [] : [{ p1: p1.toString('hex') }]), ...(told === null ? [] : [{ p1: sha256(told), text: told }])],
  }));
}

/** Codes that are known here all the same, whoever sent them, with their dossiers. */
export async function readStrangers(db: pg.PoolClient, codes: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ id: number; code: string }>({
    name: 'manifest-strangers',
    text: 'SELECT id, code FROM dossier WHERE code = ANY($1)',
    values: [codes],
  });
  return new Map(rows.map(({ id, code }) => [code, id]));
}

// What a source sent: its last item has to be older than that time.
const OF_CLIENT = {
  columns: `o.p1, NULL AS told, o.p1_seq = o.last_seq AND i.accepted_at <= $4 AS "isSettled", false AS "codesChanged"`,
  from: 'JOIN item i ON i.dossier_id = o.id AND i.seq = o.last_seq',
  where: 'o.client_id = (SELECT id FROM client WHERE code = substr($1, 8))',
};

// What a destination acknowledged: all of it, and no later than that. Outcomes tell when.
const OF_LANES = {
  columns: `CASE WHEN o.p1_seq = o.last_seq THEN o.p1 END AS p1, CASE WHEN c.told_seq = l.ack_seq THEN c.told END AS told,
    l.state = 'idle' AND l.present AND NOT l.shadow AND l.ack_seq = o.last_seq AND c.told_seq = l.ack_seq AND split_part(c.told, '|', 6) <> ''
      AND NOT EXISTS (SELECT FROM outcome t WHERE t.dossier_id = o.id AND t.destination = $1 AND t.at > $4) AS "isSettled",
    c.told_now IS NOT NULL AS "codesChanged"`,
  from: `JOIN lane l ON l.dossier_id = o.id AND l.destination = $1
    LEFT JOIN lane_check c ON c.dossier_id = o.id AND c.destination = $1`,
  where: 'true',
};

function rowsBy({ columns, from, where }: { columns: string; from: string; where: string }): string {
  return `
  WITH near AS (
    SELECT o.id FROM unnest($2::int[], $3::date[]) AS w (unit_id, day)
      JOIN dossier o ON o.received_unit_id = w.unit_id AND o.received_on = w.day
    UNION SELECT o.id FROM dossier o WHERE o.code = ANY($5::text[])
  )
  SELECT o.id AS "dossierId", o.code, o.received_unit_id AS "unitId", o.received_on AS day, o.source_steps AS steps, ${columns}
  FROM near n JOIN dossier o ON o.id = n.id ${from} WHERE ${where} ORDER BY o.id`;
}
