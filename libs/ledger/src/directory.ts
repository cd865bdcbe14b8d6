import { createHmac } from 'node:crypto';
import type pg from 'pg';
import { instantOf, legalDay, prefixOf, type Dossier, type Instant, type LegalDay } from '#canonical';
import { query } from './database.ts';
import { KnownUnits } from './known-units.ts';
import { readClients, type Client, type ClientWithKeys } from './read-clients.ts';

export { type Client } from './read-clients.ts';

/** The unit in which a dossier was received, or why it cannot be told. */
export type UnitResolution = { readonly unitId: number } | { readonly problem: 'unit.unresolved' | 'unit.out-of-scope' };

/** A credential by which a system logged in. */
export interface Account {
  readonly keyId: number;
  readonly client: Client;
}

const RELOAD_MS = 3_000;

/**
 * Who is who, held in memory: clients with their keys and scopes, units with their dated codes, and the destinations. Reloaded
 * on a notice and every three seconds, so that a revoked key is refused within five seconds everywhere.
 */
export class Directory {
  private clientsByKey = new Map<string, Client>();
  private accountsByLogin = new Map<string, Account>();
  private accountsByKey = new Map<number, Account>();
  private clientsById = new Map<number, Client>();
  private reaches = new Map<number, ReadonlySet<number>>();
  private units = KnownUnits.none();
  private destinations: readonly DestinationRow[] = [];
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<void> | undefined;
  private isAskedAgain = false;

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

  /**
   * Reloads in the background; while the database is away the last view stays. One reading at a time, and another one after it if it
   * was asked for meanwhile: of two at once the older could come back last, and with it a key that was revoked.
   */
  refresh(): void {
    if (this.reading !== undefined) {
      this.isAskedAgain = true;
      return;
    }
    this.reading = this.reload()
      .catch(() => undefined)
      .then(() => {
        this.reading = undefined;
        if (!this.isAskedAgain) return;
        this.isAskedAgain = false;
        this.refresh();
      });
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
    const side = client.sandbox ? 'sandbox' : 'real';
    return this.destinations
      .filter(({ id, serves }) => (serves === 'all' || serves === side) && (client.destinations?.includes(id) ?? true))
      .map(({ id }) => id);
  }

  /** The ids of these units and of all that were merged into them by today. */
  withPredecessors(units: readonly number[]): ReadonlySet<number> {
    return this.units.withPredecessors(units);
  }

  /** The ids of the units of a client today and of all that were merged into them. */
  reachOf(client: Client): ReadonlySet<number> {
    return this.reaches.get(client.id) ?? new Set(client.units);
  }

  /**
   * Resolves the unit in which a dossier is received, once, at its first acceptance: the one whose identifier its code begins with,
   * else the only one of the client. A system that is tried out has to name its test unit: a trial never takes a real code.
   */
  resolveUnit(client: Client, dossier: Dossier, now: Instant): UnitResolution {
    const day = legalDay(dossier.receivedAt ?? dossier.submittedAt ?? now);
    const named = this.units.named(prefixOf(dossier.dossierCode), day);
    if (named !== undefined) return this.reachOf(client).has(named) ? { unitId: named } : { problem: 'unit.out-of-scope' };
    const [only, ...others] = client.units;
    return only === undefined || others.length > 0 || client.sandbox ? { problem: 'unit.unresolved' } : { unitId: only };
  }

  /** The unit that goes by this code on that day, if any. */
  unitCoded(code: string, day: LegalDay): number | undefined {
    return this.units.coded(code, day);
  }

  /** The code of the unit that a client's dossier belongs to, for counting: one of a bounded number, `other` where it cannot be told. */
  unitCodeFor(client: Client, dossierCode: string): string {
    const reach = this.reachOf(client);
    const named = this.units.everNamed(prefixOf(dossierCode)).findLast((unit) => reach.has(unit));
    const unit = named ?? (client.units.length === 1 ? client.units[0] : undefined);
    return (unit === undefined ? undefined : this.units.codeOf(unit)) ?? 'other';
  }

  private async reload(): Promise<void> {
    const now = this.now();
    // Clients first: whoever is known then, the units that were made with it are known too.
    const clients = await readClients(this.pool, now);
    const [units, destinations] = await Promise.all([
      KnownUnits.read(this.pool, legalDay(instantOf(now))),
      query<DestinationRow>(this.pool, { name: 'directory-destinations', text: DESTINATIONS }),
    ]);
    this.units = units;
    this.destinations = destinations;
    this.takeClients(clients);
  }

  private takeClients(known: readonly ClientWithKeys[]): void {
    const keys = known.flatMap(({ keys, client }) => keys.map((key) => ({ ...key, client })));
    const logins = keys
      .filter(({ kind }) => kind === 'password')
      .map(({ id, secret, client }) => ({ keyId: id, secret, client }));
    this.clientsById = new Map(known.map(({ client }) => [client.id, client]));
    this.reaches = new Map(known.map(({ client }) => [client.id, this.units.withPredecessors(client.units)]));
    this.clientsByKey = new Map(keys.filter(({ kind }) => kind === 'api-key').map(({ secret, client }) => [secret, client]));
    this.accountsByLogin = new Map(logins.map(({ secret, keyId, client }) => [secret, { keyId, client }]));
    this.accountsByKey = new Map(logins.map(({ keyId, client }) => [keyId, { keyId, client }]));
  }
}

interface DestinationRow {
  id: string;
  serves: 'real' | 'sandbox' | 'all';
}

const DESTINATIONS = 'SELECT id, serves FROM destination ORDER BY id';

/** How secrets that we issue are stored: HMAC-SHA-256 with the pepper. They are long and random, so that no slow hash is needed. */
export function hashSecret(secret: string, pepper: Buffer): Buffer {
  return createHmac('sha256', pepper).update(secret).digest();
}

/** How a name and its password are stored: together, so that one password of two systems gives two hashes. The password is ours, too. */
export function hashLogin({ username, password }: { username: string; password: string }, pepper: Buffer): Buffer {
  return hashSecret(JSON.stringify([username, password]), pepper);
}
