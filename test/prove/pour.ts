import { Pool } from 'undici';
import type { Cluster } from '../support/harness/cluster.ts';
import { fullDossier } from '../support/harness/full-dossier.ts';

const CONNECTIONS = 32;

/** Sends dossiers one by one over 32 connections, each of which sends the next one as soon as it is answered; accepted per second. */
export async function pour(
  cluster: Cluster,
  { from, count, procedureCode }: { from: number; count: number; procedureCode?: string },
): Promise<number> {
  const [url = ''] = cluster.doorUrls;
  const pool = new Pool(url, { connections: CONNECTIONS, pipelining: 1 });
  const since = performance.now();
  let next = from;
  const connection = async (): Promise<void> => {
    while (next < from + count) {
      next += 1;
      await send(pool, cluster, { number: next - 1, procedureCode });
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  const seconds = (performance.now() - since) / 1_000;
  await pool.close();
  return count / seconds;
}

/** Waits until the request is answered. @throws when the dossier was not accepted */
export async function send(
  pool: Pool,
  cluster: Cluster,
  { number, procedureCode }: { number: number; procedureCode?: string | undefined },
): Promise<string> {
  const commune = cluster.communes[number % cluster.communes.length];
  if (commune === undefined) throw new Error('no communes');
  const code = `H56.${commune.unit}-260105-${String(number).padStart(6, '0')}`;
  const dossier = fullDossier(code, { status: 2, variety: number, receivedAt: '2026-01-05T08:00:00+07:00' });
  const body = JSON.stringify(procedureCode === undefined ? dossier : { ...dossier, procedureCode });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${commune.apiKey}` };
  const response = await pool.request({ method: 'POST', path: '/v1/dossiers', headers, body });
  const text = await response.body.text();
  if (response.statusCode !== 202) throw new Error(`${code}: ${String(response.statusCode)} ${text}`);
  return code;
}
