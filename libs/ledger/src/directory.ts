import { createHmac } from 'node:crypto';
import type pg from 'pg';
import { legalDay, prefixOf, type Dossier, type Instant, type LegalDay } from '#canonical';
import { query } from './database.ts';

/** A system that calls us. */
export interface Client {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  /** A commune's system, or the national portal, which reads what every commune sent and sends nothing. */
  readonly role: 'commune' | 'portal';
  /** In the national dialect `error_code` is a text for it instead of a number. */
  readonly errorCodeAsText: boolean;
  /** Destinations of its dossiers; undefined = all. */
  readonly destinations: readonly string[] | undefined;
  /** A step is made for a version that closes a dossier without one. */
  readonly closingStep: boolean;
  /** Ids of the units it may speak for today. */
  readonly units: readonly number[];
}

/** The unit in which a dossier was received, or why it cannot be told. */
export type UnitResolution = { readonly unitId: number } | { readonly problem: 'unit.unresolved' | 'unit.out-of-scope' };

/** A credential by which a system logged in. */
export interface Account {
  readonly keyId: number;
  readonly client: Client;
}

interface Alias {
  readonly unitId: number;
  readonly from: LegalDay | null;
  readonly to: LegalDay | null;
}

const RELOAD_MS = 5_000;

/**
 * Who is who, held in memory: clients with their keys and scopes, units with their dated codes, and the destinations. Reloaded
 * on a notice and every five seconds, so that a revoked key is refused within five seconds everywhere.
 */
export class Directory {
  private clientsByKey = new Map<string, Client>();
  private accountsByLogin = new Map<string, Account>();
  private accountsByKey = new Map<number, Account>();
  private clientsById = new Map<number, Client>();
  private aliases = new Map<string, Alias[]>();
  private destinationIds: readonly string[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly pepper: Buffer,
    private readonly now: () => Date,
  ) {}

  async open(): Promise<void> {
    await this.reload();
    this.timer = setInterval(() => {
      this.refresh();
    }, RELOAD_MS);
    this.timer.unref();
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** Reloads in the background; while the database is away the last view stays. */
  refresh(): void {
    this.reload().catch(() => undefined);
  }

  /** The client that holds this API key. */
  byApiKey(apiKey: string): Promise<Client | undefined> {
    return Promise.resolve(this.clientsByKey.get(hashSecret(apiKey, this.pepper).toString('hex')));
  }

  /** The account of this name and password. */
  byLogin(username: string, password: string): Account | undefined {
    return this.accountsByLogin.get(hashLogin({ username, password }, this.pepper).toString('hex'));
  }

  /** The account of a credential that is still valid. */
  byKey(keyId: number): Account | undefined {
    return this.accountsByKey.get(keyId);
  }

  byId(clientId: number): Client | undefined {
    return this.clientsById.get(clientId);
  }

  /** Destinations to which a client's dossiers go. */
  destinationsOf(client: Client): readonly string[] {
    return this.destinationIds.filter((id) => client.destinations?.includes(id) ?? true);
  }

  /** Resolves the unit in which a dossier is received, once, at its first acceptance. */
  resolveUnit(client: Client, dossier: Dossier, now: Instant): UnitResolution {
    const day = legalDay(dossier.receivedAt ?? dossier.submittedAt ?? now);
    const byPrefix = this.aliases.get(prefixOf(dossier.dossierCode))?.find((alias) => isValidOn(alias, day))?.unitId;
    if (byPrefix !== undefined && !client.units.includes(byPrefix)) return { problem: 'unit.out-of-scope' };
    const [only, ...others] = client.units;
    if (only !== undefined && others.length === 0) return { unitId: only };
    return byPrefix === undefined ? { problem: 'unit.unresolved' } : { unitId: byPrefix };
  }

  private async reload(): Promise<void> {
    const now = this.now();
    const [clients, aliases, destinations] = await Promise.all([
      query<ClientRow>(this.pool, {
        name: 'directory-clients',
        text: CLIENTS,
        values: [now, legalDay(now.toISOString() as Instant)],
      }),
      query<AliasRow>(this.pool, { name: 'directory-aliases', text: ALIASES, values: [now] }),
      query<{ id: string }>(this.pool, { name: 'directory-destinations', text: 'SELECT id FROM destination ORDER BY id' }),
    ]);
    this.destinationIds = destinations.map(({ id }) => id);
    this.aliases = new Map();
    for (const { code, unit_id, from_day, to_day } of aliases) {
      this.aliases.set(code, [...(this.aliases.get(code) ?? []), { unitId: unit_id, from: from_day, to: to_day }]);
    }
    this.takeClients(clients);
  }

  private takeClients(rows: readonly ClientRow[]): void {
    const view = rows.map((row) => ({ keys: row.keys, client: toClient(row) }));
    const keys = view.flatMap(({ keys, client }) => keys.map((key) => ({ ...key, client })));
    const logins = keys
      .filter(({ kind }) => kind === 'password')
      .map(({ id, secret, client }) => ({ keyId: id, secret, client }));
    this.clientsById = new Map(view.map(({ client }) => [client.id, client]));
    this.clientsByKey = new Map(keys.filter(({ kind }) => kind === 'api-key').map(({ secret, client }) => [secret, client]));
    this.accountsByLogin = new Map(logins.map(({ secret, keyId, client }) => [secret, { keyId, client }]));
    this.accountsByKey = new Map(logins.map(({ keyId, client }) => [keyId, { keyId, client }]));
  }
}

/** How secrets that we issue are stored: HMAC-SHA-256 with the pepper. They are long and random, so that no slow hash is needed. */
export function hashSecret(secret: string, pepper: Buffer): Buffer {
  return createHmac('sha256', pepper).update(secret).digest();
}

/** How a name and its password are stored: together, so that one password of two systems gives two hashes. The password is ours, too. */
export function hashLogin({ username, password }: { username: string; password: string }, pepper: Buffer): Buffer {
  return hashSecret(JSON.stringify([username, password]), pepper);
}

interface ClientRow {
  id: number;
  code: string;
  name: string;
  destinations: string[] | null;
  closing_step: boolean;
  role: Client['role'];
  error_code_as_text: boolean;
  units: number[];
  keys: { id: number; kind: 'api-key' | 'password'; secret: string }[];
}

interface AliasRow {
  code: string;
  unit_id: number;
  from_day: LegalDay | null;
  to_day: LegalDay | null;
}

const CLIENTS = `
  SELECT c.id, c.code, c.name, c.destinations, c.closing_step, c.role, c.error_code_as_text,
    ARRAY(SELECT s.unit_id FROM client_scope s WHERE s.client_id = c.id AND s.valid @> $2::date ORDER BY 1) AS units,
    COALESCE((SELECT json_agg(json_build_object('id', k.id, 'kind', k.kind, 'secret', encode(k.secret_hash, 'hex')))
      FROM client_key k WHERE k.client_id = c.id AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $1)),
      '[]') AS keys
  FROM client c`;

const ALIASES = `
  SELECT code, unit_id, lower(valid)::text AS from_day, upper(valid)::text AS to_day
  FROM unit_alias WHERE scheme <> 'administrative' AND recorded @> $1::timestamptz`;

function toClient({ id, code, name, role, destinations, closing_step, error_code_as_text, units }: ClientRow): Client {
  const manners = { closingStep: closing_step, errorCodeAsText: error_code_as_text };
  return { ...{ id, code, name, role, units }, ...manners, destinations: destinations ?? undefined };
}

function isValidOn(alias: Alias, day: LegalDay): boolean {
  return (alias.from === null || alias.from <= day) && (alias.to === null || day < alias.to);
}
