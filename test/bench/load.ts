import { Pool } from 'undici';
import { benchDossier } from './dossier.ts';

/** Where the dossiers go, and which. */
export interface Load {
  readonly url: string;
  readonly path: string;
  readonly apiKey: string;
  readonly from: number;
  readonly count: number;
}

/** What the sender saw. Times are those of the wall clock, in milliseconds. */
export interface LoadResult {
  readonly firstAt: number;
  readonly lastAnswerAt: number;
  readonly latencies: readonly number[];
  readonly notAccepted: number;
}

const CONNECTIONS = 32;

/** Sends one dossier per request over 32 connections, each sending the next one as soon as it is answered. */
export async function send({ url, path, apiKey, from, count }: Load): Promise<LoadResult> {
  const bodies = Array.from({ length: count }, (_, index) => benchDossier(from + index));
  const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` };
  const latencies: number[] = [];
  let notAccepted = 0;
  const firstAt = Date.now();
  const connection = async (): Promise<void> => {
    for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
      const since = performance.now();
      const response = await pool.request({ method: 'POST', path, headers, body });
      const text = await response.body.text();
      latencies.push(performance.now() - since);
      if (response.statusCode >= 300 || text.includes('"refused"')) notAccepted += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  const lastAnswerAt = Date.now();
  await pool.close();
  return { firstAt, lastAnswerAt, latencies, notAccepted };
}
