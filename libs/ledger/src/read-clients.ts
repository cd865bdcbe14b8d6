import type pg from 'pg';
import { instantOf, legalDay } from '#canonical';
import type { Client } from './directory.ts';
import { query } from './database.ts';

/** A client with the credentials that are valid. */
export interface ClientWithKeys {
  readonly client: Client;
  readonly keys: readonly ValidKey[];
}

/** A credential that is valid; `secret` is its hash, in hex. */
export interface ValidKey {
  readonly id: number;
  readonly kind: 'api-key' | 'password';
  readonly secret: string;
}

/** Reads every client as it is at that moment. */
export async function readClients(pool: pg.Pool, now: Date): Promise<ClientWithKeys[]> {
  const rows = await query<ClientRow>(pool, {
    name: 'directory-clients',
    text: CLIENTS,
    values: [now, legalDay(instantOf(now))],
  });
  return rows.map((row) => ({ client: toClient(row), keys: row.keys }));
}

interface ClientRow {
  id: number;
  code: string;
  name: string;
  role: Client['role'];
  sandbox: boolean;
  destinations: string[] | null;
  closing_step: boolean;
  error_code_as_text: boolean;
  requests_per_second: number | null;
  items_per_second: number | null;
  networks: string[] | null;
  units: number[];
  keys: ValidKey[];
}

const CLIENTS = `
  SELECT c.id, c.code, c.name, c.role, c.sandbox, c.destinations, c.closing_step, c.error_code_as_text,
    c.requests_per_second, c.items_per_second, c.networks::text[] AS networks,
    ARRAY(SELECT s.unit_id FROM client_scope s WHERE s.client_id = c.id AND s.valid @> $2::date ORDER BY 1) AS units,
    COALESCE((SELECT json_agg(json_build_object('id', k.id, 'kind', k.kind, 'secret', encode(k.secret_hash, 'hex')))
      FROM client_key k WHERE k.client_id = c.id AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $1)),
      '[]') AS keys
  FROM client c`;

function toClient({ id, code, name, role, sandbox, units, ...row }: ClientRow): Client {
  return {
    ...{ id, code, name, role, sandbox, units },
    destinations: row.destinations ?? undefined,
    closingStep: row.closing_step,
    errorCodeAsText: row.error_code_as_text,
    limits: { requestsPerSecond: row.requests_per_second ?? undefined, itemsPerSecond: row.items_per_second ?? undefined },
    networks: row.networks ?? undefined,
  };
}
