import type pg from 'pg';
import type { LegalDay } from '#canonical';
import { counter } from '#runtime';
import { columns } from './accept/columns.ts';
import { query } from './database.ts';

/** How a code of a unit that is gone is still used: a dossier's code begins with it, or its client speaks for it, or logs in for it. */
export const FORMER_CODE_WAYS = ['dossier-code', 'scope', 'login'] as const;
export type FormerCodeWay = (typeof FORMER_CODE_WAYS)[number];

/** A use of such a code: by which client, on which day. Nothing of a dossier. */
export interface FormerCodeUse {
  readonly day: LegalDay;
  readonly code: string;
  readonly clientId: number;
  readonly way: FormerCodeWay;
}

const noted = counter('gateway_former_codes_total', 'Uses of codes of units that are gone, by the way in which they are used', [
  'way',
]);

interface Counted extends FormerCodeUse {
  readonly uses: number;
}

const WRITE_MS = 5_000;

/** Counts uses of former codes in memory and writes the counts every five seconds: no item waits for it. */
export class FormerCodes {
  private counts = new Map<string, Counted>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly pool: pg.Pool) {}

  open(): void {
    this.timer = setInterval(() => {
      this.write().catch(() => undefined);
    }, WRITE_MS);
    this.timer.unref();
  }

  note({ day, code, clientId, way }: FormerCodeUse): void {
    noted.inc({ way });
    const key = `${day}|${code}|${String(clientId)}|${way}`;
    this.counts.set(key, { day, code, clientId, way, uses: (this.counts.get(key)?.uses ?? 0) + 1 });
  }

  /** Writes what was counted; what cannot be written is kept for the next time. */
  async write(): Promise<void> {
    const counts = this.counts;
    if (counts.size === 0) return;
    this.counts = new Map();
    try {
      // In one order everywhere, so that two doors never wait for each other.
      const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
      await query(this.pool, {
        name: 'former-codes',
        text: WRITE,
        values: columns(rows, ['day', 'code', 'clientId', 'way', 'uses']),
      });
    } catch (error) {
      this.takeBack(counts);
      throw error;
    }
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.write().catch(() => undefined);
  }

  private takeBack(counts: ReadonlyMap<string, Counted>): void {
    for (const [key, row] of counts) this.counts.set(key, { ...row, uses: row.uses + (this.counts.get(key)?.uses ?? 0) });
  }
}

const WRITE = `
  INSERT INTO former_code_use AS f (day, code, client_id, way, uses)
  SELECT * FROM unnest($1::date[], $2::text[], $3::int[], $4::text[], $5::bigint[])
  ON CONFLICT (day, code, client_id, way) DO UPDATE SET uses = f.uses + excluded.uses`;
