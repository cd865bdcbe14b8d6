import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { createClients, openLedger, prepareDatabase, type Ledger } from '#ledger';
import { Clock, SigningKey, type Log } from '#runtime';
import { startPartnerApi } from '../../../apps/partner-api/src/index.ts';
import { command, createTestDatabase, PREPARED } from '../../support/databases.ts';

/** The smallest valid dossier; code and changes make it another one. */
export const DOSSIER = {
  dossierCode: 'H56.14797-261123-0001',
  procedureCode: '2.000815',
  applicant: { kind: 'citizen' },
  receivedAt: '2026-11-23T08:15:00+07:00',
  status: 2,
  returnMethod: 'desk',
  agencyName: 'UBND phường Hạc Thành',
};

/** The smallest valid step. */
export const STEP = {
  dossierCode: DOSSIER.dossierCode,
  status: 4,
  occurredAt: '2026-11-23T09:00:00+07:00',
  officer: 'Lê Thị B',
  content: 'Thẩm định',
};

/** Names and passwords for the doors where a system logs in. */
export const LOGINS = {
  mine: { username: 'hac-thanh', password: 'mật khẩu:1' },
  theirs: { username: 'ham-rong', password: 'mật khẩu:2' },
  portal: { username: 'cong-dvcqg', password: 'mật khẩu:3' },
};

/** What an answer says, whatever call it was. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A door over a real ledger and database, with two single-unit clients: `mine` of Hạc Thành and `theirs` of Hàm Rồng; and the national portal. */
export interface OpenDoor {
  readonly url: string;
  /** The database, as its owner. */
  readonly databaseUrl: string;
  readonly ledger: Ledger;
  /** Of its credentials, and under which the door signs. */
  readonly pepper: Buffer;
  readonly keys: { readonly mine: string; readonly theirs: string; readonly portal: string };
  readonly events: Record<string, unknown>[];
  post(path: string, body: unknown, headers?: Record<string, string>, method?: string): Promise<Answered>;
  get(path: string, headers?: Record<string, string>): Promise<Answered>;
  /** The ledger as a relay opens it, with the rights of one. */
  roadLedger(): Promise<Ledger>;
  /** Rows in every table that accepting writes to. */
  rows(): Promise<number>;
  close(): Promise<void>;
}

const CONFIG = new URL('../../../config', import.meta.url).pathname;
const SILENT: Log = { event: () => undefined, error: () => undefined };
const WRITTEN = ['request', 'dossier', 'item', 'lane', 'lane_item', 'idempotency'];

export interface DoorOptions {
  readonly requestTimeoutMs?: number;
  readonly statementTimeoutMs?: number;
  readonly trustProxy?: readonly string[];
  readonly publicFileHosts?: readonly string[];
  readonly signer?: SigningKey;
  readonly settlesWithinMs?: number;
}

export async function openDoor({ statementTimeoutMs, ...options }: DoorOptions = {}): Promise<OpenDoor> {
  const database = await createTestDatabase(PREPARED);
  const doorUrl = await prepare(database.url);
  const secrets = { pepper: randomBytes(32), wrappingKey: randomBytes(32) };
  const keys = {
    mine: randomBytes(24).toString('base64url'),
    theirs: randomBytes(24).toString('base64url'),
    portal: randomBytes(24).toString('base64url'),
  };
  await createClients(database.url, secrets.pepper, [
    { code: 'hac-thanh', name: 'Hạc Thành', apiKey: keys.mine, login: LOGINS.mine, unitCodes: ['14797'], unlimited: true },
    { code: 'ham-rong', name: 'Hàm Rồng', apiKey: keys.theirs, login: LOGINS.theirs, unitCodes: ['14758'], unlimited: true },
    {
      ...{ code: 'national-portal', name: 'Cổng DVCQG', role: 'portal', unitCodes: [], unlimited: true },
      ...{ apiKey: keys.portal, login: LOGINS.portal },
    },
  ]);
  const events: Record<string, unknown>[] = [];
  const log: Log = {
    event: (event, fields) => {
      events.push({ event, ...fields });
    },
    error: (error) => {
      events.push({ event: 'fault', error });
    },
  };
  const clock = new Clock();
  const timeouts = statementTimeoutMs === undefined ? {} : { statementTimeoutMs };
  const ledger = await openLedger({ url: doorUrl, application: 'partner-api', clock, log, secrets, ...timeouts });
  const signer = new SigningKey(randomBytes(32));
  const door = { ledger, clock, log, signer, pepper: secrets.pepper, port: 0, host: '127.0.0.1' };
  const api = await startPartnerApi({ ...door, ...options });
  const owner = new pg.Pool({ connectionString: database.url, max: 1 });
  owner.on('error', () => undefined);
  const mine = { authorization: `Bearer ${keys.mine}` };
  return {
    url: api.url,
    databaseUrl: database.url,
    ledger,
    pepper: secrets.pepper,
    keys,
    events,
    post: (path, body, headers, method = 'POST') =>
      call(`${api.url}${path}`, {
        method,
        ...written(body),
        headers: { ...mine, 'content-type': 'application/json', ...headers },
      }),
    get: (path, headers) => call(`${api.url}${path}`, { headers: { ...mine, ...headers } }),
    rows: () => countRows(owner),
    roadLedger: () =>
      openLedger({
        url: doorUrl.replace('door_', 'road_'),
        application: 'relay',
        clock: new Clock(),
        log,
        secrets,
        accepts: false,
      }),
    close: async () => {
      await api.close();
      await ledger.close();
      await owner.end();
      await database.drop();
    },
  };
}

/** Text, bytes and streams go out as they are, everything else as JSON. */
function written(body: unknown): RequestInit {
  if (body instanceof ReadableStream) return { body: body as ReadableStream, duplex: 'half' };
  return { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) };
}

/** Prepares a database and answers its address for the door's own role, which may do no more than in production. */
async function prepare(ownerUrl: string): Promise<string> {
  const name = randomBytes(4).toString('hex');
  const roles = { door: `door_${name}`, road: `road_${name}`, duty: `duty_${name}`, desk: `desk_${name}` };
  for (const role of Object.values(roles)) await command(ownerUrl, `CREATE ROLE ${role} LOGIN PASSWORD '${name}'`);
  const destinations = [{ id: 'national', dialect: 'dvcqg', lookup: 'steps', fingerprint: 'test' }] as const;
  await prepareDatabase({ ownerUrl, roles, configDir: CONFIG, province: 'H56', destinations, log: SILENT });
  const url = new URL(ownerUrl);
  url.username = roles.door;
  url.password = name;
  return url.href;
}

/** One call with fetch, its answer read to the end. */
export async function call(url: string, init: RequestInit): Promise<Answered> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}

async function countRows(owner: pg.Pool): Promise<number> {
  const counts = WRITTEN.map((table) => `(SELECT count(*) FROM ${table})`).join(' + ');
  const { rows } = await owner.query<{ total: string }>(`SELECT ${counts} AS total`);
  return Number(rows[0]?.total);
}
