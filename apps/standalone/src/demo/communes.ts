import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { ClientToCreate } from '#ledger';
import type { SecretStore } from '../disk/secret-store.ts';
import type { ReadyAccount, ReadyCommune } from '../ready-file.ts';

/** The doors through which the systems of the demo send. */
export type DemoDoor = 'native' | 'national' | 'wrapper';

/** A real commune with the account of its system. */
export interface Commune {
  readonly code: string;
  readonly name: string;
  readonly agencyCode: string;
  readonly apiKey: string;
  readonly username: string;
  readonly password: string;
  readonly door: DemoDoor;
  /** Whether it may send no more than any new client. */
  readonly isLimited: boolean;
}

const HOW_MANY = 24;
// Most write for the gateway; some were moved to it by changing one address.
const DOORS: readonly DemoDoor[] = ['native', 'national', 'native', 'native', 'wrapper', 'native'];
const SEAT = '14797'; // Phường Hạc Thành, seat of the province: the example of the documentation

/** The communes of the demo: real ones, spread over the province's list, the seat among them. */
export function demoCommunes(config: string, prefix: string, secrets: SecretStore): Commune[] {
  const file = readFileSync(join(config, 'units', 'communes-2025.csv'));
  const every = parse<{ code: string; name: string }>(file, { columns: true, bom: true, trim: true, skip_empty_lines: true });
  return pickEvenly(every).map(({ code, name }, at, all) => ({
    code,
    name,
    agencyCode: `${prefix}.${code}`,
    apiKey: secrets.keep(`api-key-${code}`),
    username: `commune-${code}`,
    password: secrets.keep(`password-${code}`),
    door: DOORS[at % DOORS.length] ?? 'native',
    isLimited: at === all.length - 1,
  }));
}

/** Each commune's system as a client that speaks for that one unit. */
export function clientOf({ code, name, apiKey, username, password, isLimited }: Commune): ClientToCreate {
  return { code: `commune-${code}`, name, apiKey, login: { username, password }, unitCodes: [code], unlimited: !isLimited };
}

/** The account of the national portal itself, which reads what every commune sent. */
export function portalAccount(secrets: SecretStore): ReadyAccount {
  return { username: 'cong-dvcqg', password: secrets.keep('password-national') };
}

/** The national portal as a client. */
export function portalClient(login: ReadyAccount): ClientToCreate {
  return { code: 'national', name: 'Cổng Dịch vụ công quốc gia', role: 'portal', login, unitCodes: [], unlimited: true };
}

/** What ready.json says of a commune. */
export function readyCommune({ code, agencyCode, apiKey, username, password }: Commune): ReadyCommune {
  return { id: `commune-${code}`, agencyCode, apiKey, username, password };
}

function pickEvenly<T extends { readonly code: string }>(every: readonly T[]): T[] {
  const seat = every.filter(({ code }) => code === SEAT);
  const others = every.filter(({ code }) => code !== SEAT);
  const wanted = Math.min(HOW_MANY - seat.length, others.length);
  const picked = Array.from({ length: wanted }, (_, at) => others[Math.floor((at * others.length) / wanted)]);
  return [...seat, ...picked.filter((commune) => commune !== undefined)];
}
