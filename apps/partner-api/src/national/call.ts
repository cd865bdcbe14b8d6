import { IsString, MaxLength, MinLength } from 'class-validator';
import type { Account } from '#ledger';
import { counter, readJson, type Asker } from '#runtime';
import type { Door } from '../door.ts';
import { isSound } from '../read/rules.ts';
import { showList } from './catalogue.ts';
import { dialectText } from './dialect.codes.ts';
import { done, failed, type Said } from './envelope.ts';
import { Parameters } from './parameters.ts';
import { accountIn, accountOf } from './prove.ts';
import { refuseAccount } from './refuse-account.ts';
import { serviceOf } from './services.ts';
import type { Sessions } from './sessions.ts';

/** No login is longer. */
export const MAX_LOGIN_BYTES = 16 * 1024;
const UNPROVEN_BYTES = 64 * 1024;
const LONGEST_NAME = 50;

const strangers = counter(
  'partner_api_services_not_offered_total',
  'Calls of services that the national dialect door does not offer',
);

/** A name and its password, as a login carries them. */
class Login {
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly username!: unknown;

  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly password!: unknown;
}

/** The body of a call, and who listens. */
export interface Call {
  readonly asker: Asker;
  readonly raw: Buffer;
  /** From where it comes. */
  readonly address: string;
  /** Told who it is, as soon as that is known. */
  readonly onAccount: (account: Account) => void;
}

/** `mapi/login`: a session for a name and its password. */
export function logIn(door: Door, sessions: Sessions, { raw, address, onAccount }: Call): Said {
  // No login is that long: a stranger's megabytes are not even parsed.
  if (raw.length > MAX_LOGIN_BYTES) return failed('login.wrong');
  const parameters = parametersIn(raw);
  if (parameters instanceof Parameters) {
    const account = accountOfLogin(door, { username: parameters.get('username'), password: parameters.get('password') });
    if (account === undefined) return failed('login.wrong');
    onAccount(account);
    const refusal = refuseAccount(door, account.client, address);
    return refusal ?? done('login', { session: sessions.open(account.keyId, door.clock.now()) });
  }
  return parameters;
}

/** `mapi/g`: every other service. Who asks is known by the session in the body, before anything else in it is looked at. */
export async function callService(door: Door, sessions: Sessions, call: Call): Promise<Said> {
  const { asker, raw, address, onAccount } = call;
  // A large body is parsed only for somebody who may send one.
  if (raw.length > UNPROVEN_BYTES && accountIn(door, sessions, raw) === undefined) return failed('session.invalid');
  const parameters = parametersIn(raw);
  if (!(parameters instanceof Parameters)) return parameters;
  const account = accountOf(door, sessions, parameters.get('session'));
  if (account === undefined) return failed('session.invalid');
  onAccount(account);
  const refusal = refuseAccount(door, account.client, address);
  if (refusal !== undefined) return refusal;
  const name = parameters.text('service');
  const service = serviceOf(name);
  if (service !== undefined) return service(door, { asker, client: account.client, parameters, raw });
  const list = await showList(door, name);
  if (list !== undefined) return list;
  strangers.inc();
  return notOffered(name);
}

function accountOfLogin(door: Door, login: Login): Account | undefined {
  if (!isSound({ username: login.username, password: login.password }, Login)) return undefined;
  return door.ledger.clients.byLogin(login.username as string, login.password as string);
}

function parametersIn(raw: Buffer): Parameters | Said {
  const json = readJson(raw);
  if (json.kind === 'invalid') return failed('json.invalid');
  const { value } = json;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return failed('call.shape');
  return new Parameters(value as Readonly<Record<string, unknown>>);
}

/** Names the service as far as its name is one. */
function notOffered(name: string): Said {
  const plain = name.slice(0, LONGEST_NAME).replaceAll(/[^\w.-]/g, '');
  const { vi, en } = dialectText('service.unknown');
  return failed('service.unknown', { vi: `${vi}: ${plain}`, en: `${en}: ${plain}` });
}
