/** An answer in the national dialect. */
export interface NationalAnswer {
  readonly error_code: unknown;
  readonly message: string;
  readonly session?: string;
  readonly result?: readonly unknown[];
}

const ANSWER_WITHIN_MS = 3_000;

/** A login at the national dialect door; gives the session. @throws when it is refused or no answer comes */
export async function loginAt(url: string, { username, password }: { username: string; password: string }): Promise<string> {
  const { session, message } = await post(`${url}/mapi/login`, { username, password });
  if (session === undefined) throw new Error(`login refused: ${message}`);
  return session;
}

/** A call of a service of the national dialect door. @throws when no answer comes, or none that is meant for good */
export function callNational(url: string, body: object): Promise<NationalAnswer> {
  return post(`${url}/mapi/g`, body);
}

async function post(url: string, body: object): Promise<NationalAnswer> {
  const headers = { 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal });
  if (answer.status >= 500 || answer.status === 429) throw new Error(`HTTP ${String(answer.status)}`);
  return (await answer.json()) as NationalAnswer;
}
