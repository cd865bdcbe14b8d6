import type { Cluster } from './cluster.ts';
import { compareDossier } from './compare-dossier.ts';
import { askDoor } from './door-client.ts';
import type { Script } from './script.ts';
import { truthOf, type TrueItem } from './truth.ts';

/** A dossier as its commune sees it. */
export interface DossierSeen {
  readonly timeline: readonly {
    readonly seq: number;
    readonly kind: 'version' | 'step';
    readonly status: number;
    readonly stale: boolean;
    readonly content?: string | null;
  }[];
  readonly destinations: readonly {
    readonly state: string;
    readonly cause: string | null;
    readonly possiblyTwice: readonly number[];
  }[];
}

/** What came of a run. */
export interface Verdict {
  /** Per dossier code what is wrong with it. */
  readonly wrong: ReadonlyMap<string, readonly string[]>;
  readonly flagged: number;
  readonly doubled: number;
  readonly states: Readonly<Record<string, number>>;
}

const AT_ONCE = 16;

/** Whether records of that dossier may begin anew at the portal, and from which of its running numbers on; undefined = they may not. */
export type AnewFrom = (script: Script) => number | undefined;

/** Compares every single dossier at the portal, and as the gateway shows it, with the truth. */
export async function verify(
  cluster: Cluster,
  scripts: readonly Script[],
  anewFrom: AnewFrom = () => undefined,
): Promise<Verdict> {
  const wrong = new Map<string, readonly string[]>();
  const states: Record<string, number> = {};
  let [flagged, doubled] = [0, 0];
  await inParallel(scripts, async (script) => {
    const seen = await readDossier(cluster, script);
    const held = await cluster.portal.read(script.code);
    const state = seen.destinations[0]?.state ?? 'none';
    states[state] = (states[state] ?? 0) + 1;
    const truth = truthOf(script);
    const twice = flaggedSteps(truth, seen);
    flagged += twice.size;
    if (held === undefined) {
      wrong.set(script.code, ['not at the portal']);
      return;
    }
    doubled += held.steps.length - new Set(held.steps.map(({ item }) => JSON.stringify(item))).size;
    const faults = [
      ...compareTimeline(truth, seen),
      ...compareDossier(truth, held, { mayBeTwice: twice, anewFrom: anewFrom(script) }),
    ];
    if (faults.length > 0) wrong.set(script.code, faults);
  });
  return { wrong, flagged, doubled, states };
}

/** Waits until every lane has come to rest: idle, or blocked where that is allowed. Answers how many have not. */
export async function waitForRest(
  cluster: Cluster,
  scripts: readonly Script[],
  withinMs: number,
  resting: readonly string[] = ['idle'],
): Promise<number> {
  const deadline = performance.now() + withinMs;
  let open = [...scripts];
  for (;;) {
    const still: Script[] = [];
    await inParallel(open, async (script) => {
      const seen = await readDossier(cluster, script).catch(() => undefined);
      if (!resting.includes(seen?.destinations[0]?.state ?? '')) still.push(script);
    });
    open = still;
    if (open.length === 0 || performance.now() > deadline) return open.length;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** The dossier as the commune that sent it may read it. */
export async function readDossier(cluster: Cluster, { code, commune }: Script): Promise<DossierSeen> {
  const apiKey = cluster.communes[commune]?.apiKey ?? '';
  const answer = await askDoor(`${cluster.doorUrls[0] ?? ''}/v1/dossiers/${code}`, { method: 'GET', apiKey });
  if (answer.status !== 200) throw new Error(`${code}: ${String(answer.status)} ${JSON.stringify(answer.body)}`);
  return answer.body as DossierSeen;
}

/** What was accepted, in its order, is the truth; versions that were recorded as old do not count. */
function compareTimeline(truth: readonly TrueItem[], { timeline }: DossierSeen): string[] {
  const accepted = timeline.filter(({ stale }) => !stale).map(({ kind, status }) => `${kind} ${String(status)}`);
  const wanted = truth.map(({ kind, status }) => `${kind} ${String(status)}`);
  return accepted.join() === wanted.join() ? [] : [`accepted ${accepted.join(', ')}; wanted ${wanted.join(', ')}`];
}

/** The gateway counts items, the truth does too: old versions aside, the place in the one is the place in the other. */
function flaggedSteps(truth: readonly TrueItem[], seen: DossierSeen): Set<string> {
  const live = seen.timeline.filter(({ stale }) => !stale).map(({ seq }) => seq);
  const flagged = seen.destinations.flatMap(({ possiblyTwice }) => possiblyTwice);
  return new Set(flagged.flatMap((seq) => truth[live.indexOf(seq)]?.wire ?? []));
}

async function inParallel<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const queue = [...all];
  const worker = async (): Promise<void> => {
    for (let one = queue.pop(); one !== undefined; one = queue.pop()) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
