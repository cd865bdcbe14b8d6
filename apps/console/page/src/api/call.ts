import type { Problem } from '../../../contract/answers.ts';
import { keptLanguage } from '../texts/kept-language.ts';

/** What went wrong with a request: the server said so, it could not be reached, or nobody can read what it said. */
export class CallFailed extends Error {
  readonly kind: 'problem' | 'unreachable' | 'unreadable';
  readonly problem: Problem | undefined;

  constructor(kind: CallFailed['kind'], problem?: Problem) {
    super(problem === undefined ? kind : `${String(problem.status)} ${problem.code}`);
    this.name = 'CallFailed';
    this.kind = kind;
    this.problem = problem;
  }

  /** HTTP status, or 0 when there was no readable answer. */
  get status(): number {
    return this.problem?.status ?? 0;
  }
}

type Method = 'GET' | 'POST' | 'DELETE';

/** One request of the operators' API. Fails with CallFailed alone. */
export async function call<Answer>(method: Method, path: string, body?: unknown): Promise<Answer> {
  const answer = await send(method, path, body);
  if (answer.status === 204) return undefined as Answer;
  const read = await readJson(answer);
  if (answer.ok) return read as Answer;
  throw isProblem(read) ? new CallFailed('problem', read) : new CallFailed('unreadable');
}

async function send(method: Method, path: string, body: unknown): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': keptLanguage() };
  if (method !== 'GET') Object.assign(headers, { 'x-requested-by': 'console', 'content-type': 'application/json' });
  const content = method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) };
  try {
    return await fetch(path, { method, headers, credentials: 'same-origin', cache: 'no-store', ...content });
  } catch {
    throw new CallFailed('unreachable');
  }
}

async function readJson(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    throw new CallFailed('unreadable');
  }
}

function isProblem(read: unknown): read is Problem {
  return typeof read === 'object' && read !== null && 'code' in read && 'status' in read && 'title' in read;
}

/** `?a=1&b=2` of what is there; nothing of what is undefined or empty. */
export function queryOf(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const present = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '');
  if (present.length === 0) return '';
  return `?${new URLSearchParams(present.map(([name, value]) => [name, String(value)])).toString()}`;
}
