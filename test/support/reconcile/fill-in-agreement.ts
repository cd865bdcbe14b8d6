import { createHash } from 'node:crypto';
import type { Rehearsal } from './rehearse-reconcile.ts';

/** What came of manifests of all communes and of the province. */
export interface Told {
  readonly ms: number;
  readonly manifests: number;
  readonly differing: number;
  /** Buckets that the gateway counted anew. */
  readonly counted: number;
}

interface Bucket {
  readonly unit: string;
  readonly day: string;
  readonly rows: { readonly code: string; readonly p1: string; readonly told: string }[];
}

const DAYS = 20;
const BUCKETS_AT_ONCE = 200;
const STEP = 20_000;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Many dossiers in a ledger that are at their portals, and the systems that have the same. */
export class Agreement {
  private readonly buckets: Bucket[] = [];

  constructor(private readonly rehearsal: Rehearsal) {}

  /** Writes the dossiers straight into the database: what is measured is how they are compared. */
  async fill(dossiers: number): Promise<void> {
    const { communes } = this.rehearsal.cluster;
    const each = Math.ceil(dossiers / communes.length / DAYS);
    for (const { unit } of communes)
      for (let day = 1; day <= DAYS; day += 1) {
        const date = `2026-10-${String(day).padStart(2, '0')}`;
        const rows = Array.from({ length: each }, (_, at) => rowOf(unit, { day: date, at }));
        this.buckets.push({ unit, day: date, rows });
      }
    const { db } = this.rehearsal;
    const codes = this.buckets.flatMap(({ unit, day, rows }) => rows.map(({ code }) => ({ code, unit, day })));
    for (let from = 0; from < codes.length; from += STEP) {
      const part = codes.slice(from, from + STEP);
      await db.query(FILL, [part.map(({ code }) => code), part.map(({ unit }) => unit), part.map(({ day }) => day)]);
    }
    await db.query('ANALYZE');
  }

  /** Counts, digests and lists of everything, one level after the other. */
  async tellAll(): Promise<Told> {
    let sum: Told = { ms: 0, manifests: 0, differing: 0, counted: 0 };
    for (const level of ['counts', 'digests', 'list'] as const) sum = add(sum, await this.tell(level));
    return sum;
  }

  tellDigests(): Promise<Told> {
    return this.tell('digests');
  }

  private async tell(level: 'counts' | 'digests' | 'list'): Promise<Told> {
    const { cluster, provinceKey } = this.rehearsal;
    const before = await this.counted();
    const began = performance.now();
    let [manifests, differing] = [0, 0];
    const send = async (apiKey: string, buckets: readonly Bucket[], kind: 'p1' | 'told'): Promise<void> => {
      for (let from = 0; from < buckets.length; from += BUCKETS_AT_ONCE) {
        const part = buckets.slice(from, from + BUCKETS_AT_ONCE).map((bucket) => written(bucket, level, kind));
        const answer = await fetch(`${cluster.doorUrls[0] ?? ''}/v1/manifests`, {
          method: 'POST',
          headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
          body: JSON.stringify({ asOf: new Date().toISOString(), level, buckets: part }),
        });
        const { differing: found } = (await answer.json()) as { differing?: unknown[] };
        if (found === undefined) throw new Error(`HTTP ${String(answer.status)}`);
        differing += found.length;
        manifests += 1;
      }
    };
    for (const { unit, apiKey } of cluster.communes)
      await send(
        apiKey,
        this.buckets.filter((bucket) => bucket.unit === unit),
        'p1',
      );
    await send(provinceKey, this.buckets, 'told');
    return { ms: Math.round(performance.now() - began), manifests, differing, counted: (await this.counted()) - before };
  }

  private async counted(): Promise<number> {
    const { rows } = await this.rehearsal.db.query<{ n: number }>(
      'SELECT coalesce(sum(buckets_read), 0)::int AS n FROM manifest',
    );
    return rows[0]?.n ?? 0;
  }

  /** Something of so many dossiers comes anew, each of another bucket, with nothing that is compared changed. */
  async change(count: number): Promise<void> {
    const codes = this.buckets.slice(0, count).map(({ rows }) => rows[0]?.code);
    await this.rehearsal.db.query(
      `INSERT INTO item (dossier_id, seq, id, kind, origin, status, accepted_at, hash, body_enc, key_id, client_id, request_id, stale,
         changes_status, pos)
       SELECT id, 2, gen_random_uuid(), 'version', 'client', 2, now(), '', '', 1, client_id, gen_random_uuid(), true, false,
         nextval('item_position') FROM dossier WHERE code = ANY($1)`,
      [codes],
    );
  }
}

function rowOf(unit: string, { day, at }: { day: string; at: number }): Bucket['rows'][number] {
  const code = `H56.${unit}-${day.slice(2).replaceAll('-', '')}-${String(at + 1).padStart(6, '0')}`;
  const received = Date.parse(`${day}T08:00:00+07:00`) / 1_000;
  const text = (channel: string): string => `p1|${code}|2.000815|${channel}|2|${String(received)}||||0|||0`;
  return { code, p1: sha256(text('direct')), told: sha256(text('')) };
}

function written({ unit, day, rows }: Bucket, level: string, kind: 'p1' | 'told'): object {
  const head = { unit, day, count: rows.length };
  if (level === 'counts') return head;
  const values = rows.map((row) => row[kind]);
  if (level === 'digests')
    return {
      ...head,
      digest: sha256(
        [...values]
          .sort()
          .map((value) => `${value}\n`)
          .join(''),
      ),
    };
  return { ...head, items: rows.map((row) => ({ code: row.code, p1: row[kind] })) };
}

function add(one: Told, other: Told): Told {
  const sum = (name: keyof Told): number => one[name] + other[name];
  return { ms: sum('ms'), manifests: sum('manifests'), differing: sum('differing'), counted: sum('counted') };
}

// Acknowledged an hour ago at both portals.
const FILL = `
  WITH given AS (
    SELECT g.code, c.id AS client_id, a.unit_id, g.day, extract(epoch FROM (g.day || ' 08:00+07')::timestamptz)::bigint AS received
    FROM unnest($1::text[], $2::text[], $3::text[]) AS g (code, unit, day) JOIN client c ON c.code = 'c' || g.unit
    JOIN unit_alias a ON a.code = g.unit AND a.scheme = 'administrative' AND a.valid @> g.day::date AND upper_inf(a.recorded)
  ), added AS (
    INSERT INTO dossier (code, client_id, received_unit_id, procedure, received_on, last_seq, head_seq, client_seq, status, step_filled, created_at,
      p1, p1_seq, source_steps)
    SELECT code, client_id, unit_id, '2.000815', day::date, 1, 1, 1, 2, '{}', now() - interval '1 hour',
      sha256(convert_to('p1|' || code || '|2.000815|direct|2|' || received || '||||0|||0', 'UTF8')), 1, 0 FROM given
    RETURNING id, code, client_id
  ), items AS (
    INSERT INTO item (dossier_id, seq, id, kind, origin, status, accepted_at, hash, body_enc, key_id, client_id, request_id, stale, changes_status, pos)
    SELECT id, 1, gen_random_uuid(), 'version', 'client', 2, now() - interval '1 hour', '', '', 1, client_id, gen_random_uuid(), false, true,
      nextval('item_position') FROM added
  ), lanes AS (
    INSERT INTO lane (dossier_id, destination, epoch, generation, state, fence, ack_seq, ack_version_seq, present, adopt, reassert, failures)
    SELECT a.id, d.id, 1, d.generation, 'idle', 1, 1, 1, true, false, false, 0 FROM added a CROSS JOIN destination d
  )
  INSERT INTO lane_check (dossier_id, destination, told, told_seq)
  SELECT a.id, 'province', 'p1|' || g.code || '|2.000815||2|' || g.received || '||||0|||0', 1 FROM added a JOIN given g USING (code)`;
