import { sleep } from '#runtime';
import { Pool } from 'undici';
import type { Cluster } from '../support/harness/cluster.ts';
import { fullDossier } from '../support/harness/full-dossier.ts';
import type { Script, Submission } from '../support/harness/script.ts';
import type { PortalName } from '../support/harness/simulated-portal.ts';

/** A dossier with its step, and when each was due to be sent, in milliseconds of the wall clock. */
export interface Sent {
  readonly script: Script;
  readonly dueAt: { dossier: number; step: number };
}

const PER_SECOND = 100;
/** So many dossiers later comes the step of one: about a second. */
const LAG = 50;
const TICK_MS = 1;
const READS_AT_ONCE = 16;
const PATHS = { dossier: '/v1/dossiers', step: '/v1/status-changes' } as const;

/** Dossiers at a fixed rate, each in a request of its own, and a step of each a second later, whatever the answers do. */
export class Stream {
  readonly perSecond = PER_SECOND;
  private readonly pool: Pool;
  private next = 0;

  constructor(private readonly cluster: Cluster) {
    this.pool = new Pool(cluster.doorUrls[0] ?? '', { pipelining: 1 });
  }

  /** Sends that many requests, half of them dossiers; resolves when all are answered. @throws when one was not accepted */
  async send(requests: number): Promise<Sent[]> {
    const sent = Array.from({ length: Math.ceil(requests / 2) }, () => this.nextDossier());
    const begin = performance.now();
    const underWay: Promise<void>[] = [];
    for (let slot = 0; slot < 2 * (sent.length + LAG); slot += 1) {
      const dueAt = begin + (slot * 1_000) / PER_SECOND;
      const kind = slot % 2 === 0 ? 'dossier' : 'step';
      const one = sent[kind === 'dossier' ? slot / 2 : (slot - 1) / 2 - LAG];
      if (one === undefined) continue;
      while (performance.now() < dueAt) await sleep(TICK_MS);
      one.dueAt[kind] = performance.timeOrigin + dueAt;
      underWay.push(this.submit(one.script, kind));
    }
    await Promise.all(underWay);
    return sent;
  }

  async close(): Promise<void> {
    await this.pool.close();
  }

  private nextDossier(): Sent {
    const number = this.next;
    this.next += 1;
    const commune = this.cluster.communes[number % this.cluster.communes.length];
    if (commune === undefined) throw new Error('no communes');
    const code = `H56.${commune.unit}-260105-${String(number).padStart(6, '0')}`;
    const body = fullDossier(code, { status: 2, variety: number, receivedAt: '2026-01-05T08:00:00+07:00' });
    const step = {
      dossierCode: code,
      status: 4,
      occurredAt: '2026-01-05T09:00:00+07:00',
      officer: 'Lê Thị B',
      content: 'Thẩm định',
    };
    const submissions: Submission[] = [
      { key: `${code}/0`, kind: 'dossier', body },
      { key: `${code}/1`, kind: 'step', body: step },
    ];
    return { script: { code, commune: commune.index, submissions }, dueAt: { dossier: 0, step: 0 } };
  }

  private async submit({ code, commune, submissions }: Script, kind: Submission['kind']): Promise<void> {
    const body = JSON.stringify(submissions.find((submission) => submission.kind === kind)?.body);
    const apiKey = this.cluster.communes[commune]?.apiKey ?? '';
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` };
    const response = await this.pool.request({ method: 'POST', path: PATHS[kind], headers, body });
    const text = await response.body.text();
    if (response.statusCode !== 202) throw new Error(`${code}: ${String(response.statusCode)} ${text}`);
  }
}

/** How long each dossier and each step took from when it was due until that portal took it, in milliseconds. */
export async function deliveryTimes(cluster: Cluster, sent: readonly Sent[], portal: PortalName): Promise<number[]> {
  const times: number[] = [];
  const queue = [...sent];
  const reader = async (): Promise<void> => {
    for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
      const held = await cluster.at(portal).read(one.script.code);
      times.push(Date.parse(held?.records[0]?.at ?? '') - one.dueAt.dossier);
      times.push(Date.parse(held?.steps[0]?.at ?? '') - one.dueAt.step);
    }
  };
  await Promise.all(Array.from({ length: READS_AT_ONCE }, reader));
  return times;
}
