import type pg from 'pg';
import type { LegalDay } from '#canonical';
import { query } from './database.ts';

/** A system that calls us. */
export interface Client {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  /** A commune's system, or the national portal, which reads what every commune sent and sends nothing. */
  readonly role: 'commune' | 'portal';
  /** It is tried out: it speaks for a test unit alone, and its dossiers go only where such dossiers are taken. */
  readonly sandbox: boolean;
  /** In the national dialect `error_code` is a text for it instead of a number. */
  readonly errorCodeAsText: boolean;
  /** Destinations of its dossiers; undefined = all. */
  readonly destinations: readonly string[] | undefined;
  /** A step is made for a version that closes a dossier without one. */
  readonly closingStep: boolean;
  /** Ids of the units it may speak for today. */
  readonly units: readonly number[];
  /** What it may send in a second, at each door process; undefined = without limit. */
  readonly limits: { readonly requestsPerSecond: number | undefined; readonly itemsPerSecond: number | undefined };
  /** Networks from which it may call, as CIDR; undefined = from anywhere. */
  readonly networks: readonly string[] | undefined;
  /** The destination whose own system it is: it says by manifests what it has, and sends nothing. */
  readonly speaksFor: string | undefined;
}

/** A unit for which a client speaks, from a day on and until before another; null = without limit. */
export interface DatedScope {
  readonly unitId: number;
  readonly from: LegalDay | null;
  readonly to: LegalDay | null;
}

/** A client on whichever day, with the credentials that are valid: its units follow from the day. */
export interface KnownClient {
  readonly client: Omit<Client, 'units'>;
  readonly scopes: readonly DatedScope[];
  readonly keys: readonly ValidKey[];
}

/** The client as it is on a day. */
export function clientOn({ client, scopes }: KnownClient, day: LegalDay): Client {
  const units = scopes.filter(({ from, to }) => (from === null || from <= day) && (to === null || day < to));
  return { ...client, units: units.map(({ unitId }) => unitId) };
}

/** A credential that is valid; `secret` is its hash, in hex. */
export interface ValidKey {
  readonly id: number;
  readonly kind: 'api-key' | 'password';
  readonly secret: string;
}

/** Reads every client with the credentials of that moment, and its scopes of every day. */
export async function readClients(pool: pg.Pool, now: Date): Promise<KnownClient[]> {
  const rows = await query<ClientRow>(pool, { name: 'directory-clients', text: CLIENTS, values: [now] });
  return rows.map((row) => ({ client: toClient(row), scopes: row.scopes, keys: row.keys }));
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
  speaks_for: string | null;
  scopes: DatedScope[];
  keys: ValidKey[];
}

const CLIENTS = `
  SELECT c.id, c.code, c.name, c.role, c.sandbox, c.destinations, c.closing_step, c.error_code_as_text,
    c.requests_per_second, c.items_per_second, c.networks::text[] AS networks, c.speaks_for,
    COALESCE((SELECT json_agg(json_build_object('unitId', s.unit_id, 'from', lower(s.valid), 'to', upper(s.valid)) ORDER BY s.unit_id)
      FROM client_scope s WHERE s.client_id = c.id AND NOT isempty(s.valid)), '[]') AS scopes,
    COALESCE((SELECT json_agg(json_build_object('id', k.id, 'kind', k.kind, 'secret', encode(k.secret_hash, 'hex')))
      FROM client_key k WHERE k.client_id = c.id AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $1)),
      '[]') AS keys
  FROM client c`;

function toClient({ id, code, name, role, sandbox, ...row }: ClientRow): KnownClient['client'] {
  return {
    ...{ id, code, name, role, sandbox },
    destinations: row.destinations ?? undefined,
    closingStep: row.closing_step,
    errorCodeAsText: row.error_code_as_text,
    limits: { requestsPerSecond: row.requests_per_second ?? undefined, itemsPerSecond: row.items_per_second ?? undefined },
    networks: row.networks ?? undefined,
    speaksFor: row.speaks_for ?? undefined,
  };
}
