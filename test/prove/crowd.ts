import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Chance } from '../support/harness/chance.ts';
import type { Cluster } from '../support/harness/cluster.ts';
import { askDoor } from '../support/harness/door-client.ts';
import { fullDossier, type NativeDossier } from '../support/harness/full-dossier.ts';
import { readLedger } from '../support/harness/ledger-eye.ts';
import { readDossier, waitForRest } from '../support/harness/verify.ts';
import { onCluster, withBroker, type ProofOptions, type Result } from './proof.ts';

const DOSSIERS = 50;
const SENDERS = 12;
const SESSION_SECONDS = 20;
const RECEIVED_AT = Date.UTC(2026, 0, 5, 1);

/** Four relays and two doors under mixed load on the same few dossiers: no deadlock, one login per age-out, each step once and in order. */
export function proveCrowd({ seed, seconds, say }: ProofOptions & { seconds: number }): Promise<Result> {
  const options = { communes: 1, lookup: 'steps', relays: 4, partnerApis: 2, dossiersPerCall: 20, concurrency: 32 } as const;
  return withBroker((broker) =>
    onCluster({ ...options, amqpUrl: broker.url }, async (cluster) => {
      await cluster.portal.set({ lookup: 'steps', sessionSeconds: SESSION_SECONDS });
      const crowd = new Crowd(cluster, seed);
      await crowd.begin();
      const until = performance.now() + seconds * 1_000;
      say(`${String(SENDERS)} senders on ${String(DOSSIERS)} dossiers`);
      await Promise.all(Array.from({ length: SENDERS }, (_, sender) => crowd.send(new Chance(seed * 100 + sender), until)));
      const scripts = crowd.codes.map((code) => ({ code, commune: 0, submissions: [] }));
      const unrested = await waitForRest(cluster, scripts, 60_000);
      const wrong = (await Promise.all(scripts.map((script) => compare(cluster, script.code)))).filter(
        (fault) => fault !== undefined,
      );
      const [database] = await readLedger<{ deadlocks: number }>(
        cluster,
        'SELECT deadlocks::int AS deadlocks FROM pg_stat_database WHERE datname = current_database()',
      );
      const logins = loginsOf(cluster);
      const early = logins.filter((at, index) => index > 0 && at - (logins[index - 1] ?? 0) < SESSION_SECONDS * 1_000);
      const { sent, refused, failed } = crowd;
      return {
        figures: {
          ...{
            seconds,
            dossiers: DOSSIERS,
            itemsSent: sent,
            refused,
            failed,
            deadlocks: database?.deadlocks,
            unrested,
            wrong: wrong.slice(0, 10),
          },
          ...{ logins: logins.length, ageOuts: Math.floor(seconds / SESSION_SECONDS), loginsBeforeAgeOut: early.length },
        },
        target: 'no deadlock, no login before the session has aged out, every step there once and in its order',
        met: database?.deadlocks === 0 && early.length === 0 && logins.length > 0 && unrested + wrong.length + failed === 0,
      };
    }),
  );
}

/** Many who send steps and versions of the same dossiers, in batches of any order, through both doors. */
class Crowd {
  readonly codes: readonly string[];
  sent = 0;
  refused = 0;
  /** Requests without an answer, or with one that is a fault of ours. */
  failed = 0;
  private revision = 0;

  constructor(
    private readonly cluster: Cluster,
    private readonly seed: number,
  ) {
    const unit = cluster.communes[0]?.unit ?? '';
    this.codes = Array.from({ length: DOSSIERS }, (_, number) => `H56.${unit}-260105-${String(number).padStart(4, '0')}`);
  }

  async begin(): Promise<void> {
    await this.post(
      new Chance(this.seed),
      'dossiers',
      this.codes.map((code) => dossier(code, '')),
    );
  }

  async send(chance: Chance, until: number): Promise<void> {
    while (performance.now() < until) {
      const codes = Array.from({ length: 1 + chance.below(20) }, () => chance.pick(this.codes));
      await (chance.hits(0.7)
        ? this.post(
            chance,
            'status-changes',
            codes.map((code) => this.step(code, chance)),
          )
        : this.post(
            chance,
            'dossiers',
            [...new Set(codes)].map((code) => dossier(code, `Ghi chú ${String(this.next())}`)),
          ));
      await new Promise((resolve) => setTimeout(resolve, 100 + chance.below(300)));
    }
  }

  private step(dossierCode: string, chance: Chance): Record<string, unknown> {
    const number = this.next();
    const occurredAt = new Date(RECEIVED_AT + number * 1_000).toISOString();
    return { dossierCode, status: chance.pick([4, 5, 6]), occurredAt, officer: 'Lê Thị B', content: `Bước ${String(number)}` };
  }

  private next(): number {
    this.revision += 1;
    return this.revision;
  }

  private async post(chance: Chance, what: 'dossiers' | 'status-changes', items: readonly unknown[]): Promise<void> {
    const url = `${chance.pick(this.cluster.doorUrls)}/v1/${what}`;
    const apiKey = this.cluster.communes[0]?.apiKey ?? '';
    this.sent += items.length;
    try {
      const { status, body } = await askDoor(url, { method: 'POST', apiKey, body: { items } });
      if (status !== 202) this.failed += 1;
      else
        this.refused += (body as { receipts: { result: string }[] }).receipts.filter(({ result }) => result === 'refused').length;
    } catch {
      this.failed += 1;
    }
  }
}

function dossier(code: string, note: string): NativeDossier {
  const smallest = fullDossier(code, { status: 4, variety: 1, receivedAt: '2026-01-05T08:00:00+07:00' });
  return note === '' ? smallest : { ...smallest, note };
}

/** The portal's steps are those that the gateway accepted, each once, in the order of the ledger; undefined = they are. */
async function compare(cluster: Cluster, code: string): Promise<string | undefined> {
  const seen = await readDossier(cluster, { code, commune: 0, submissions: [] });
  const accepted = seen.timeline.filter(({ kind }) => kind === 'step').map(({ content }) => content);
  const held = await cluster.portal.read(code);
  const there = (held?.steps ?? []).map(({ item }) => item['NoiDungXuLy']);
  if (accepted.join('|') === there.join('|')) return undefined;
  return `${code}: ${String(accepted.length)} accepted, ${String(there.length)} there, ${String(new Set(there).size)} different`;
}

/** When the portal gave out sessions, from what it wrote down, in milliseconds. */
function loginsOf({ folder }: Cluster): number[] {
  const lines = readFileSync(path.join(folder, 'simulator', 'national.jsonl'), 'utf8').split('\n');
  return lines.filter((line) => line.startsWith('{"kind":"session"')).map((line) => (JSON.parse(line) as { at: number }).at);
}
