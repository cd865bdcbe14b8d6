import { BROKEN_INVARIANTS, type BrokenInvariant } from '#ledger';
import type { Cluster } from './cluster.ts';
import { compareDossier } from './compare-dossier.ts';
import { askDoor } from './door-client.ts';
import { readLedger } from './ledger-eye.ts';
import type { Script } from './script.ts';
import type { PortalName } from './simulated-portal.ts';
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
    readonly id: string;
    readonly state: string;
    readonly cause: string | null;
    readonly possiblyTwice: readonly number[];
  }[];
}

/** What came of a run at one portal. */
export interface AtPortal {
  /** Steps that are flagged as possibly doubled, and those that are. */
  readonly flagged: number;
  readonly doubled: number;
  readonly states: Readonly<Record<string, number>>;
}

/** What came of a run; `flagged`, `doubled`, `states` of all portals together. */
export interface Verdict extends AtPortal {
  /** Per dossier code what is wrong with it. */
  readonly wrong: ReadonlyMap<string, readonly string[]>;
  readonly at: Readonly<Partial<Record<PortalName, AtPortal>>>;
}

const AT_ONCE = 16;

/** Whether records of that dossier may begin anew at a portal, and from which of its running numbers on; undefined = they may not. */
export type AnewFrom = (script: Script) => number | undefined;

/** What does not hold of lanes and their items, by the same rules that the self-checks go by. */
async function brokenInvariants(cluster: Cluster): Promise<Map<string, string[]>> {
  const rows = await readLedger<BrokenInvariant>(cluster, BROKEN_INVARIANTS, [0, Number.MAX_SAFE_INTEGER]);
  const ids = rows.map(({ dossier_id }) => dossier_id);
  const dossiers = await readLedger<{ id: string; code: string }>(cluster, 'SELECT id, code FROM dossier WHERE id = ANY($1)', [
    ids,
  ]);
  const codes = new Map(dossiers.map(({ id, code }) => [id, code]));
  const broken = new Map<string, string[]>();
  for (const { invariant, dossier_id, destination } of rows) {
    const code = codes.get(String(dossier_id)) ?? String(dossier_id);
    broken.set(code, [...(broken.get(code) ?? []), `${destination}: the ledger breaks ${invariant}`]);
  }
  return broken;
}

/** Compares every single dossier at every portal, and as the gateway shows it, with the truth. */
export async function verify(
  cluster: Cluster,
  scripts: readonly Script[],
  anewFrom: AnewFrom = () => undefined,
): Promise<Verdict> {
  const wrong = new Map<string, readonly string[]>();
  const tallies = cluster.portals.map(({ portal }) => new Tally(portal, anewFrom));
  await inParallel(scripts, async (script) => {
    const seen = await readDossier(cluster, script);
    const faults = compareTimeline(truthOf(script), seen);
    for (const tally of tallies) faults.push(...(await tally.compare(cluster, script, seen)));
    if (faults.length > 0) wrong.set(script.code, faults);
  });
  for (const [code, broken] of await brokenInvariants(cluster)) wrong.set(code, [...(wrong.get(code) ?? []), ...broken]);
  return { wrong, ...sumOf(tallies), at: Object.fromEntries(tallies.map((tally) => [tally.portal, tally.figures()])) };
}

/** Counts over all dossiers what is at one portal. */
class Tally {
  private flagged = 0;
  private doubled = 0;
  private readonly states: Record<string, number> = {};

  constructor(
    readonly portal: PortalName,
    private readonly anewFrom: AnewFrom,
  ) {}

  /** What is wrong with one dossier there. */
  async compare(cluster: Cluster, script: Script, seen: DossierSeen): Promise<string[]> {
    const held = await cluster.at(this.portal).read(script.code);
    const state = seen.destinations.find(({ id }) => id === this.portal)?.state ?? 'none';
    this.states[state] = (this.states[state] ?? 0) + 1;
    const truth = truthOf(script, this.portal);
    const twice = flaggedSteps(truth, seen, this.portal);
    this.flagged += twice.size;
    if (held === undefined) return [`${this.portal}: not there`];
    this.doubled += held.steps.length - new Set(held.steps.map(({ item }) => JSON.stringify(item))).size;
    const allowed = { mayBeTwice: twice, anewFrom: this.anewFrom(script) };
    return compareDossier(truth, held, allowed).map((fault) => `${this.portal}: ${fault}`);
  }

  figures(): AtPortal {
    const { flagged, doubled, states } = this;
    return { flagged, doubled, states };
  }
}

function sumOf(tallies: readonly Tally[]): AtPortal {
  const all = tallies.map((tally) => tally.figures());
  const states: Record<string, number> = {};
  for (const [state, count] of all.flatMap((one) => Object.entries(one.states))) states[state] = (states[state] ?? 0) + count;
  const sum = (of: 'flagged' | 'doubled'): number => all.reduce((total, one) => total + one[of], 0);
  return { flagged: sum('flagged'), doubled: sum('doubled'), states };
}

/** Waits until every lane has come to rest: idle, or blocked where that is allowed. Answers how many dossiers have one that has not. */
export async function waitForRest(
  cluster: Cluster,
  scripts: readonly Script[],
  withinMs: number,
  resting: readonly string[] = ['idle'],
): Promise<number> {
  const deadline = performance.now() + withinMs;
  const rests = ({ destinations }: DossierSeen): boolean =>
    destinations.length === cluster.portals.length && destinations.every(({ state }) => resting.includes(state));
  let open = [...scripts];
  for (;;) {
    const still: Script[] = [];
    await inParallel(open, async (script) => {
      const seen = await readDossier(cluster, script).catch(() => undefined);
      if (seen === undefined || !rests(seen)) still.push(script);
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
function flaggedSteps(truth: readonly TrueItem[], seen: DossierSeen, portal: PortalName): Set<string> {
  const live = seen.timeline.filter(({ stale }) => !stale).map(({ seq }) => seq);
  const flagged = seen.destinations.find(({ id }) => id === portal)?.possiblyTwice ?? [];
  return new Set(flagged.flatMap((seq) => truth[live.indexOf(seq)]?.wire ?? []));
}

async function inParallel<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const queue = [...all];
  const worker = async (): Promise<void> => {
    for (let one = queue.pop(); one !== undefined; one = queue.pop()) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
