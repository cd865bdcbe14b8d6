import type { Client } from '#ledger';
import type { Door } from '../door.ts';

const BEARER = /^bearer +([\x21-\x7e]{1,512})$/i;
const BASIC = /^basic +([A-Za-z0-9+/]{1,1024}={0,2})$/i;

/** Who sends, by an API key or by name and password; undefined when that is nobody whom we know. */
export async function recognise({ ledger }: Door, authorization = ''): Promise<Client | undefined> {
  const key = BEARER.exec(authorization)?.[1];
  if (key !== undefined) return ledger.clients.byApiKey(key);
  const login = Buffer.from(BASIC.exec(authorization)?.[1] ?? '', 'base64').toString('utf8');
  const colon = login.indexOf(':');
  return colon < 0 ? undefined : ledger.clients.byLogin(login.slice(0, colon), login.slice(colon + 1))?.client;
}
