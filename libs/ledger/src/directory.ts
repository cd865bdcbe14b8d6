import { createHmac } from 'node:crypto';
import type pg from 'pg';
import { instantOf, legalDay, prefixOf, type Dossier, type Instant, type LegalDay } from '#canonical';
import { query } from './database.ts';
import { DoorNotes } from './door-notes.ts';
import { FormerCodes, type FormerCodeWay } from './former-codes.ts';
import { KnownUnits, type UnitPart } from './known-units.ts';
import { clientOn, readClients, type Client, type KnownClient } from './read-clients.ts';

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
  private known: readonly KnownClient[] = [];
  private takenOn: LegalDay | undefined;
  private readonly formerCodes: FormerCodes;
  private readonly notes: DoorNotes;
  private units = KnownUnits.none();
  private destinations: readonly DestinationRow[] = [];
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<void> | undefined;
  private nextReading: Promise<void> | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly pepper: Buffer,
    private readonly now: () => Date,
  ) {
    this.formerCodes = new FormerCodes(pool);
    this.notes = new DoorNotes(pool, now);
  }

  async open(): Promise<void> {
    await this.reload();
    this.timer = setInterval(() => {
      this.refresh();
    }, RELOAD_MS);
    this.timer.unref();
    this.formerCodes.open();
    this.notes.open();
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all([this.formerCodes.close(), this.notes.close()]);
  }

  /** Reloads in the background; while the database is away the last view stays. */
  refresh(): void {
    this.renew().catch(() => undefined);
  }

  /**
   * Resolves once everything that is committed now is known. One reading at a time, and another one after it for whoever asked meanwhile: of
   * two at once the older could come back last, and with it a key that was revoked.
   */
  renew(): Promise<void> {
    if (this.reading === undefined) {
      this.reading = this.reload().finally(() => {
        this.reading = undefined;
      });
      return this.reading;
    }
    this.nextReading ??= this.reading
      .catch(() => undefined)
      .then(() => {
        this.nextReading = undefined;
        return this.renew();
      });
    return this.nextReading;
  }

  /** The client that holds this API key. */
  byApiKey(apiKey: string): Promise<Client | undefined> {
    this.takeDay();
    return Promise.resolve(this.heard(this.clientsByKey.get(hashSecret(apiKey, this.pepper).toString('hex'))));
  }

  /** The account of this name and password. */
  byLogin(username: string, password: string): Account | undefined {
    this.takeDay();
    const account = this.accountsByLogin.get(hashLogin({ username, password }, this.pepper).toString('hex'));
    if (account !== undefined) this.noteLogin(account.client);
    this.heard(account?.client);
    return account;
  }

  /** The account of a credential that is still valid. */
  byKey(keyId: number): Account | undefined {
    this.takeDay();
    const account = this.accountsByKey.get(keyId);
    this.heard(account?.client);
    return account;
  }

  byId(clientId: number): Client | undefined {
    this.takeDay();
    return this.clientsById.get(clientId);
  }

  /** Destinations to which a client's dossiers go. */
  destinationsOf(client: Client): readonly string[] {
    const side = client.sandbox ? 'sandbox' : 'real';
    return this.destinations
      .filter(({ id, serves }) => (serves === 'all' || serves === side) && (client.destinations?.includes(id) ?? true))
      .map(({ id }) => id);
  }

  /** The ids of these units and of all that were merged into them by today, and of what was handed over to any of them. */
  withPredecessors(units: readonly number[]): ReadonlySet<number> {
    return this.units.withPredecessors(units, this.today());
  }

  /** What was handed over, by its id; undefined: that is a unit. */
  partOf(id: number): UnitPart | undefined {
    return this.units.part(id);
  }

  /** The ids of the units of a client today and of all that were merged into them, and of what was handed over to any of them. */
  reachOf(client: Client): ReadonlySet<number> {
    this.takeDay();
    return this.reaches.get(client.id) ?? new Set(client.units);
  }

  /**
   * Resolves the unit in which a dossier is received, once, at its first acceptance: the one whose identifier its code begins with,
   * else the only one of the client. Whoever goes on speaking for a unit that is gone, under its code or its successor's, is heard: the
   * dossier is that unit's, and so its successor's; such uses are counted. A system that is tried out has to name its test unit: a
   * trial never takes a real code.
   */
  resolveUnit(client: Client, dossier: Dossier, now: Instant): UnitResolution {
    const day = legalDay(dossier.receivedAt ?? dossier.submittedAt ?? now);
    const prefix = prefixOf(dossier.dossierCode);
    const reach = this.reachOf(client);
    const named = this.units.named(prefix, day);
    if (named !== undefined && reach.has(named)) return { unitId: named };
    const former = named === undefined ? this.formerlyNamed(prefix, reach) : this.formerOf(client, named, day);
    if (former !== undefined)
      return this.receiveFormer(client, former, { code: prefix, way: named === undefined ? 'dossier-code' : 'scope' });
    if (named !== undefined) return { problem: 'unit.out-of-scope' };
    const [only, ...others] = client.units;
    if (only === undefined || others.length > 0 || client.sandbox) return { problem: 'unit.unresolved' };
    return this.units.hasEnded(only, day)
      ? this.receiveFormer(client, only, { code: this.units.codeOf(only) ?? '', way: 'scope' })
      : { unitId: only };
  }

  /** Notes a login of a client all of whose units are gone. */
  private noteLogin(client: Client): void {
    const today = this.today();
    const [first] = client.units;
    if (first === undefined || !client.units.every((unit) => this.units.hasEnded(unit, today))) return;
    this.formerCodes.note({ day: today, code: this.units.codeOf(first) ?? '', clientId: client.id, way: 'login' });
  }

  /** Writes what was counted of codes of units that are gone. */
  writeFormerCodes(): Promise<void> {
    return this.formerCodes.write();
  }

  /** Counts the warnings beside an accepted item for the unit that its dossier belongs to. */
  noteWarnings(client: Client, dossierCode: string, codes: readonly string[]): void {
    const unitId = this.unitFor(client, dossierCode);
    if (unitId === undefined) return;
    const day = this.today();
    for (const code of codes) this.notes.noteWarning({ day, unitId, code });
  }

  /** Writes what was noted of warnings and of calls. */
  writeNotes(): Promise<void> {
    return this.notes.write();
  }

  private heard(client: Client | undefined): Client | undefined {
    if (client !== undefined) this.notes.noteContact(client.id);
    return client;
  }

  /** The last unit within reach to which an identifier belonged that is nobody's any more. */
  private formerlyNamed(prefix: string, reach: ReadonlySet<number>): number | undefined {
    return this.units.everNamed(prefix).findLast((unit) => reach.has(unit) && this.units.hasEnded(unit, this.today()));
  }

  /** The unit of a client that became the named one. */
  private formerOf(client: Client, named: number, day: LegalDay): number | undefined {
    return client.units.find((unit) => unit !== named && this.units.hasBecome(unit, named, day));
  }

  private receiveFormer(client: Client, unitId: number, { code, way }: { code: string; way: FormerCodeWay }): UnitResolution {
    this.formerCodes.note({ day: this.today(), code, clientId: client.id, way });
    return { unitId };
  }

  private today(): LegalDay {
    return legalDay(instantOf(this.now()));
  }

  /** The unit that goes by this code on that day, if any. */
  unitCoded(code: string, day: LegalDay): number | undefined {
    return this.units.coded(code, day);
  }

  /** The code of the unit that a client's dossier belongs to, for counting: one of a bounded number, `other` where it cannot be told. */
  unitCodeFor(client: Client, dossierCode: string): string {
    const unit = this.unitFor(client, dossierCode);
    return (unit === undefined ? undefined : this.units.codeOf(unit)) ?? 'other';
  }

  private unitFor(client: Client, dossierCode: string): number | undefined {
    const reach = this.reachOf(client);
    const named = this.units.everNamed(prefixOf(dossierCode)).findLast((unit) => reach.has(unit));
    return named ?? (client.units.length === 1 ? client.units[0] : undefined);
  }

  private async reload(): Promise<void> {
    const now = this.now();
    // Clients first: whoever is known then, the units that were made with it are known too.
    const clients = await readClients(this.pool, now);
    const [units, destinations] = await Promise.all([
      KnownUnits.read(this.pool),
      query<DestinationRow>(this.pool, { name: 'directory-destinations', text: DESTINATIONS }),
    ]);
    this.units = units;
    this.destinations = destinations;
    this.known = clients;
    this.takeClients(this.today());
  }

  /** A merger takes place, and a scope begins or ends, by the day alone: whoever asks after midnight is answered by the new day at once. */
  private takeDay(): void {
    const today = this.today();
    if (today !== this.takenOn) this.takeClients(today);
  }

  private takeClients(today: LegalDay): void {
    const clients = this.known.map((known) => ({ client: clientOn(known, today), keys: known.keys }));
    const keys = clients.flatMap(({ keys, client }) => keys.map((key) => ({ ...key, client })));
    const logins = keys
      .filter(({ kind }) => kind === 'password')
      .map(({ id, secret, client }) => ({ keyId: id, secret, client }));
    this.clientsById = new Map(clients.map(({ client }) => [client.id, client]));
    this.reaches = new Map(clients.map(({ client: { id, units } }) => [id, this.units.withPredecessors(units, today)]));
    this.clientsByKey = new Map(keys.filter(({ kind }) => kind === 'api-key').map(({ secret, client }) => [secret, client]));
    this.accountsByLogin = new Map(logins.map(({ secret, keyId, client }) => [secret, { keyId, client }]));
    this.accountsByKey = new Map(logins.map(({ keyId, client }) => [keyId, { keyId, client }]));
    this.takenOn = today;
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
