import type { OperatorRegister } from '#ledger';

/** What an answer says, whatever call it was. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export const PASSWORD = 'mật khẩu để thử';

/** One of each role, with the same password. */
export const OPERATORS = { viewer: 'nhin', operator: 'lam', admin: 'quan-tri' } as const;

export type Who = keyof typeof OPERATORS;

/** What is sent beside what every page sends. `as`: with a session of that role. */
export interface Asking {
  readonly as?: Who;
  readonly cookie?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** What a page does at a console. */
export interface ConsoleAsker {
  /** A request with everything that a page sends. */
  ask(method: string, path: string, more?: Asking): Promise<Answered>;
  /** The cookie of a new session. */
  logIn(who: Who): Promise<string>;
  /** Logs in; answers what came of it. */
  tryLogin(username: string, password?: string, headers?: Record<string, string>): Promise<Answered>;
}

/** What a page does at a console, wherever that is. */
export function askAt(url: string): ConsoleAsker {
  const cookies = new Map<Who, string>();
  const send = (method: string, path: string, { cookie, body, headers }: Asking): Promise<Answered> => {
    const all: Record<string, string | undefined> = {
      'x-requested-by': 'console',
      'content-type': 'application/json',
      ...(cookie && { cookie }),
      ...headers,
    };
    const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const written = typeof body === 'string' ? body : JSON.stringify(body);
    return call(`${url}${path}`, { method, headers: Object.fromEntries(given), ...(body !== undefined && { body: written }) });
  };
  const tryLogin: ConsoleAsker['tryLogin'] = (username, password = PASSWORD, headers = {}) =>
    send('POST', '/api/session', { body: { username, password }, headers });
  const logIn: ConsoleAsker['logIn'] = async (who) => {
    const { headers, text } = await tryLogin(OPERATORS[who]);
    const [cookie] = (headers.get('set-cookie') ?? '').split(';');
    if (!cookie) throw new Error(`${who} is not let in: ${text}`);
    return cookie;
  };
  return {
    tryLogin,
    logIn,
    ask: async (method, path, asking = {}) => {
      const { as } = asking;
      if (as === undefined) return send(method, path, asking);
      const cookie = cookies.get(as) ?? (await logIn(as));
      cookies.set(as, cookie);
      return send(method, path, { cookie, ...asking });
    },
  };
}

/** One call with fetch, its answer read to the end. */
async function call(url: string, init: RequestInit): Promise<Answered> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const { status, headers } = response;
  return { status, headers, text, body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {} };
}

/** Adds the operators of a test. */
export async function addOperators(register: OperatorRegister): Promise<void> {
  for (const [role, username] of Object.entries(OPERATORS) as [Who, string][])
    await register.add({ username, name: `Người ${username}`, role, password: PASSWORD }, 'test');
}
