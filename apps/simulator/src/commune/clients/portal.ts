import type { Answer } from '../line.ts';
import type { Ground } from './client.ts';

const DESTINATION = 'VN:GOV:000.00.00.G22:vpcpdvcprovider';

/** How a client speaks the classic protocol. Source: protocols §1.1–1.3. */
export interface Manners {
  readonly dstcode: 'header' | 'query';
  /** Whether a session is kept for a while, or asked for before every call. */
  readonly keepsSession: boolean;
}

/** The classic protocol as a client speaks it: a login, and one address for every service. */
export class Portal {
  private session: { readonly id: string; readonly since: number } | undefined;

  constructor(
    private readonly ground: Ground,
    private readonly manners: Manners,
  ) {}

  /** Undefined when there was no session to call with, or no answer. */
  async call(service: string, code: string, more: Readonly<Record<string, unknown>>): Promise<Answer | undefined> {
    const session = await this.logIn();
    if (session === undefined) return undefined;
    const { madonvi } = this.ground.account;
    return this.post(service, 'mapi/g', { code, body: { session, madonvi, service, ...more } });
  }

  /** A session that has ended early is kept all the same until its time is over. */
  private async logIn(): Promise<string | undefined> {
    const { username, password, sessionSeconds } = this.ground.account;
    const now = Date.now();
    const isFresh = this.session !== undefined && now - this.session.since < sessionSeconds * 1_000;
    if (this.manners.keepsSession && isFresh) return this.session?.id;
    const answer = await this.post('login', 'mapi/login', { code: '', body: { username, password } });
    const id = answer?.body['session'];
    if (answer === undefined || !isSuccess(answer) || typeof id !== 'string') return undefined;
    this.session = { id, since: now };
    return id;
  }

  private post(service: string, path: string, { code, body }: { code: string; body: unknown }): Promise<Answer | undefined> {
    const { line, account } = this.ground;
    const isHeader = this.manners.dstcode === 'header';
    const query = isHeader ? '' : `?dstcode=${DESTINATION}`;
    const headers = isHeader ? { charset: 'utf-8', dstcode: DESTINATION } : {};
    return line.post({ service, url: `${account.base}/${path}${query}`, headers, body, code });
  }
}

/** 0, "0" and "00" alike. */
export function isSuccess(answer: Answer | undefined): boolean {
  return answer !== undefined && Number(answer.errorCode) === 0;
}
