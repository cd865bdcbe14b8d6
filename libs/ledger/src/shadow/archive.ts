import type pg from 'pg';
import type { DestinationMode, LaneState } from '#canonical';
import { Clock, type Log } from '#runtime';
import { Cipher } from '../cipher.ts';
import { openPool, query } from '../database.ts';

/** A destination as far as looking at its shadow needs it. */
export interface ArchivedDestination {
  readonly id: string;
  readonly dialect: string;
  readonly mode: DestinationMode;
}

/** An item that would have been sent, opened. */
export interface ArchivedItem {
  readonly seq: number;
  readonly service: 'create' | 'update' | 'steps';
  readonly writtenAt: Date;
  readonly codesVersion: string;
  readonly wire: Readonly<Record<string, unknown>>;
}

/** What would have been sent of one dossier, in that order; each item once. */
export interface ArchivedDossier {
  readonly code: string;
  readonly items: readonly ArchivedItem[];
}

/** Of which time: from the first moment on, and before the second; undefined = open. */
export interface ArchivedTime {
  readonly from: Date | undefined;
  readonly to: Date | undefined;
}

/** Where a dossier stands at a destination; `undefined` state: it has no lane there. */
export interface Standing {
  readonly code: string;
  readonly state: LaneState | undefined;
  readonly cause: string | undefined;
}

/** Whoever looks at what was kept, for the audit. */
export interface Look {
  readonly by: string;
  readonly destination: string;
  readonly details: object;
}

interface ItemRow {
  dossier_id: number;
  position: number;
  code: string;
  id: string;
  seq: number;
  service: ArchivedItem['service'];
  written_at: Date;
  codes_version: string;
  body_enc: Buffer;
  key_id: number;
}

const PER_PAGE = 500;
const CONNECTIONS = 2;

/** What was written in shadow, opened with the owner's account and the wrapping key. It holds what is personal: nothing of it may be shown in clear. */
export class ShadowArchive {
  private constructor(
    private readonly pool: pg.Pool,
    private readonly cipher: Cipher,
  ) {}

  static open(ownerUrl: string, { wrappingKey, log }: { wrappingKey: Buffer; log: Log }): ShadowArchive {
    const pool = openPool(ownerUrl, { application: 'parity', size: CONNECTIONS, log });
    return new ShadowArchive(pool, new Cipher(pool, wrappingKey, new Clock()));
  }

  destinations(): Promise<ArchivedDestination[]> {
    return query(this.pool, { text: 'SELECT id, dialect, mode FROM destination ORDER BY id' });
  }

  /** Every dossier with what would have been sent of it in that time. One page of items is held at a time, however many there are. */
  async *walk(destination: string, { from, to }: ArchivedTime): AsyncGenerator<ArchivedDossier> {
    let dossier: { code: string; id: number; items: Map<number, ArchivedItem> } | undefined;
    let [lastId, lastPosition] = [0, 0];
    for (;;) {
      const values = [destination, lastId, lastPosition, from ?? '-infinity', to ?? 'infinity', PER_PAGE];
      const rows = await query<ItemRow>(this.pool, { name: 'shadow-page', text: PAGE, values });
      await this.cipher.load(rows.map(({ key_id }) => key_id));
      for (const row of rows) {
        if (dossier !== undefined && dossier.id !== row.dossier_id) yield finished(dossier);
        if (dossier?.id !== row.dossier_id) dossier = { code: row.code, id: row.dossier_id, items: new Map() };
        // Written again after a cut-over that was taken back: where it stands last.
        dossier.items.delete(row.seq);
        dossier.items.set(row.seq, this.open(row));
        [lastId, lastPosition] = [row.dossier_id, row.position];
      }
      if (rows.length < PER_PAGE) break;
    }
    if (dossier !== undefined) yield finished(dossier);
  }

  /** Where dossiers stand at a destination; those that the gateway does not know are left out. */
  async standings(destination: string, codes: readonly string[]): Promise<Standing[]> {
    const rows = await query<{ code: string; state: LaneState | null; cause: string | null }>(this.pool, {
      name: 'shadow-standings',
      text: `SELECT o.code, l.state, l.cause FROM unnest($2::text[]) AS c (code) JOIN dossier o ON o.code = c.code
        LEFT JOIN lane l ON l.dossier_id = o.id AND l.destination = $1`,
      values: [destination, codes],
    });
    return rows.map(({ code, state, cause }) => ({ code, state: state ?? undefined, cause: cause ?? undefined }));
  }

  /** Writes down that somebody has looked. */
  async note({ by, destination, details }: Look): Promise<void> {
    await query(this.pool, {
      text: `INSERT INTO audit (at, actor, act, subject, details) VALUES (gateway_now(), $1, 'shadow.compare', $2, $3)`,
      values: [by, destination, JSON.stringify(details)],
    });
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private open({ id, seq, service, written_at, codes_version, body_enc, key_id }: ItemRow): ArchivedItem {
    const wire = JSON.parse(this.cipher.unseal(body_enc, key_id, id).toString()) as ArchivedItem['wire'];
    return { seq, service, writtenAt: written_at, codesVersion: codes_version, wire };
  }
}

function finished({ code, items }: { code: string; items: Map<number, ArchivedItem> }): ArchivedDossier {
  return { code, items: [...items.values()] };
}

const PAGE = `
  SELECT s.dossier_id, s.position, o.code, s.id, s.seq, s.service, s.written_at, s.codes_version, s.body_enc, s.key_id
  FROM shadow_item s JOIN dossier o ON o.id = s.dossier_id
  WHERE s.destination = $1 AND (s.dossier_id, s.position) > ($2, $3) AND s.written_at >= $4 AND s.written_at < $5
  ORDER BY s.dossier_id, s.position LIMIT $6`;
