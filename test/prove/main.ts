import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { proveBacklog } from './backlog.ts';
import { proveBroker } from './broker.ts';
import { proveBrokerCluster } from './broker-cluster.ts';
import { proveCatalogueTag } from './catalogue-tag.ts';
import { proveCodes } from './codes.ts';
import { proveCatalogue } from './catalogue.ts';
import { proveCrowd } from './crowd.ts';
import { proveDailySheets } from './daily-sheets.ts';
import { proveEvidence } from './evidence.ts';
import { proveFuzz } from './fuzz.ts';
import { proveFeeds } from './feeds.ts';
import { proveImage } from './image.ts';
import { proveLatency } from './latency.ts';
import { proveLogins } from './logins.ts';
import { proveMerger } from './merger.ts';
import { proveOrder, proveOrderByRoad, provePortals } from './order.ts';
import { provePortalAway } from './portal-away.ts';
import type { ProofOptions, Result } from './proof.ts';
import { proveConfirms } from './confirms.ts';
import { proveReconcile } from './reconcile.ts';
import { proveReconcileLive } from './reconcile-live.ts';
import { proveReconcileLostDay } from './reconcile-lost-day.ts';
import { proveReconcileSize } from './reconcile-size.ts';
import { proveScore } from './score.ts';
import { proveRelease } from './release.ts';
import { proveReplay } from './replay.ts';
import { proveRestore } from './restore.ts';
import { proveStart } from './start.ts';
import { proveUndecided } from './undecided.ts';

/** What a proof comes to in `prove.json`. */
interface Proof extends Result {
  readonly name: string;
}

const PROOFS: Readonly<Record<string, (options: ProofOptions) => Promise<Result>>> = {
  start: proveStart,
  image: proveImage,
  steps: (options) => proveOrder('steps', { dossiers: 5_000, ...options }),
  'steps-broker': (options) => proveOrderByRoad({ dossiers: 2_000, ...options }),
  dossier: (options) => proveOrder('dossier', { dossiers: 1_000, ...options }),
  none: (options) => proveOrder('none', { dossiers: 1_000, ...options }),
  portals: (options) => provePortals({ dossiers: 2_000, ...options }),
  'portal-away': (options) => provePortalAway({ requests: 2_000, ...options }),
  undecided: (options) => proveUndecided({ dossiers: 120, ...options }),
  confirms: proveConfirms,
  broker: (options) => proveBroker({ dossiers: 2_000, ...options }),
  'broker-cluster': (options) => proveBrokerCluster({ dossiers: 1_000, ...options }),
  backlog: (options) => proveBacklog({ dossiers: 100_000, ...options }),
  latency: (options) => proveLatency({ dossiers: 1_000, ...options }),
  logins: (options) => proveLogins({ dossiers: 2_000, ...options }),
  fuzz: (options) => proveFuzz({ requests: 20_000, ...options }),
  feeds: (options) => proveFeeds({ dossiers: 20_000, ...options }),
  release: (options) => proveRelease({ dossiers: 100_000, ...options }),
  restore: (options) => proveRestore({ dossiers: 1_200, ...options }),
  replay: (options) => proveReplay({ dossiers: 20_000, ...options }),
  evidence: proveEvidence,
  codes: (options) => proveCodes({ requests: 1_000_000, seconds: 30, ...options }),
  'catalogue-tag': (options) => proveCatalogueTag({ requests: 1_000, ...options }),
  merger: (options) => proveMerger({ dossiers: 200_000, ...options }),
  catalogue: (options) => proveCatalogue({ requests: 2_000, ...options }),
  reconcile: (options) => proveReconcile({ dossiers: 2_000, ...options, seeds: Number(values.seeds ?? 20) }),
  'reconcile-live': (options) => proveReconcileLive({ dossiers: 1_000, ...options }),
  'reconcile-size': (options) => proveReconcileSize({ dossiers: 200_000, ...options }),
  score: (options) => proveScore({ dossiers: 200_000, ...options }),
  'reconcile-lost-day': (options) => proveReconcileLostDay({ dossiers: 2_000, ...options }),
  'daily-sheets': (options) => proveDailySheets({ dossiers: 200_000, ...options }),
  crowd: (options) => proveCrowd({ seconds: 600, ...options }),
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    dossiers: { type: 'string' },
    seconds: { type: 'string' },
    requests: { type: 'string' },
    seed: { type: 'string' },
    seeds: { type: 'string' },
  },
});
const unknown = positionals.filter((name) => !Object.hasOwn(PROOFS, name));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(' ')}; there are: ${Object.keys(PROOFS).join(' ')}`);
  process.exit(2);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const proofs: Proof[] = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(PROOFS)) {
  const options = {
    seed: Number(values.seed ?? 1),
    ...(values.dossiers === undefined ? {} : { dossiers: Number(values.dossiers) }),
    ...(values.seconds === undefined ? {} : { seconds: Number(values.seconds) }),
    ...(values.requests === undefined ? {} : { requests: Number(values.requests) }),
  };
  console.log(`${name}: begins`);
  const proof = await PROOFS[name]?.({
    ...options,
    say: (line: string) => {
      console.log(`${new Date().toISOString().slice(11, 19)} ${name}: ${line}`);
    },
  });
  if (proof === undefined) continue;
  proofs.push({ name, ...proof });
  console.log(`${name}: ${verdictOf(proof)} ${JSON.stringify(proof.figures, undefined, 1)}`);
  writeFileSync('prove.json', `${JSON.stringify(proofs, undefined, 2)}\n`);
}
// What could not be looked at is no failure beside what was met, and no success by itself.
const isSuccess = proofs.every(({ met, notChecked }) => met || notChecked !== undefined) && proofs.some(({ met }) => met);
process.exitCode = isSuccess ? 0 : 1;
process.exit();

function verdictOf({ met, notChecked }: Result): string {
  if (notChecked !== undefined) return `not checked: ${notChecked}`;
  return met ? 'met' : 'MISSED';
}
