import type { EntityManager } from 'typeorm';
import type { LegalDay } from '#canonical';
import type { KeyKind } from './keys.ts';
import { ClientRefused } from './refused.ts';

/** A client as the province sees it: everything but its secrets. */
export interface ListedClient {
  readonly code: string;
  readonly name: string;
  readonly role: 'commune' | 'portal';
  readonly sandbox: boolean;
  readonly createdAt: Date;
  readonly destinations: readonly string[] | null;
  readonly closingStep: boolean;
  readonly errorCodeAsText: boolean;
  readonly requestsPerSecond: number | null;
  readonly itemsPerSecond: number | null;
  readonly networks: readonly string[] | null;
  readonly speaksFor: string | null;
  /** Codes of the units that it speaks for today. */
  readonly units: readonly string[];
  readonly keys: readonly ListedKey[];
}

/** A credential by all that may be known of it. */
export interface ListedKey {
  readonly id: number;
  readonly kind: KeyKind;
  readonly username: string | null;
  readonly state: 'valid' | 'expired' | 'revoked';
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

/** A part of a client's scope, in half-open legal days; null = open. */
export interface ListedScope {
  readonly unit: string;
  readonly name: string;
  readonly from: LegalDay | null;
  readonly to: LegalDay | null;
}

/** A change that somebody made. */
export interface AuditEntry {
  readonly at: Date;
  readonly actor: string;
  readonly act: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A client with its dated scope and its latest changes. */
export type ShownClient = ListedClient & { readonly scope: readonly ListedScope[]; readonly changes: readonly AuditEntry[] };

/** Every client, or the one of that code, by code. */
export function listClients(db: EntityManager, at: { now: Date; today: LegalDay }, code?: string): Promise<ListedClient[]> {
  return db.query<ListedClient[]>(LIST, [at.now, at.today, code ?? null]);
}

/** One client in full. @throws ClientRefused */
export async function showClient(db: EntityManager, at: { now: Date; today: LegalDay }, code: string): Promise<ShownClient> {
  const [client] = await listClients(db, at, code);
  if (client === undefined) throw new ClientRefused('client.unknown', code);
  const scope = await db.query<ListedScope[]>(SCOPE, [code]);
  const changes = await db.query<AuditEntry[]>(
    `SELECT at, actor, act, details FROM audit WHERE subject = $1 AND act LIKE 'client.%' ORDER BY id DESC LIMIT 10`,
    [code],
  );
  return { ...client, scope, changes };
}

/** The code by which people know a unit. */
const UNIT_CODE = `(SELECT a.code FROM unit_alias a WHERE a.unit_id = s.unit_id AND upper_inf(a.recorded)
  ORDER BY a.scheme <> 'administrative', lower(a.valid) DESC NULLS LAST LIMIT 1)`;

const KEYS = `
  SELECT json_agg(json_build_object('id', k.id, 'kind', k.kind, 'username', k.username, 'createdAt', k.created_at,
    'expiresAt', k.expires_at, 'revokedAt', k.revoked_at,
    'state', CASE WHEN k.revoked_at IS NOT NULL THEN 'revoked' WHEN k.expires_at <= $1 THEN 'expired' ELSE 'valid' END) ORDER BY k.id)
  FROM client_key k WHERE k.client_id = c.id`;

const LIST = `
  SELECT c.code, c.name, c.role, c.sandbox, c.created_at AS "createdAt", c.destinations, c.closing_step AS "closingStep",
    c.error_code_as_text AS "errorCodeAsText", c.requests_per_second AS "requestsPerSecond",
    c.items_per_second AS "itemsPerSecond", c.networks::text[] AS networks, c.speaks_for AS "speaksFor",
    ARRAY(SELECT ${UNIT_CODE} FROM client_scope s WHERE s.client_id = c.id AND s.valid @> $2::date ORDER BY 1) AS units,
    COALESCE((${KEYS}), '[]') AS keys
  FROM client c WHERE $3::text IS NULL OR c.code = $3 ORDER BY c.code`;

const SCOPE = `
  SELECT ${UNIT_CODE} AS unit, u.name, lower(s.valid)::text AS "from", upper(s.valid)::text AS "to"
  FROM client_scope s JOIN client c ON c.id = s.client_id JOIN unit u ON u.id = s.unit_id
  WHERE c.code = $1 ORDER BY 1, s.valid`;
