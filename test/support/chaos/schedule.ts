import { Chance } from '../harness/chance.ts';
import type { PortalFault, PortalName } from '../harness/simulated-portal.ts';
import { ALL_FAULTS, DOOR_POINTS, RELAY_POINTS } from '../harness/trouble.ts';

/** A program of the product, of which there may be several. */
export type ProgramName = 'relay' | 'door' | 'scheduler';

/** One of them dies or stands still: where it does just that, if one comes by soon, and otherwise wherever it is. */
export interface ProgramBlow {
  readonly target: ProgramName;
  readonly action: 'kill' | 'stop';
  readonly which: number;
  readonly point: string | undefined;
  readonly lastsMs: number;
}

/** A server crashes, is shut down, or stands still for a while. */
export interface ServerBlow {
  readonly target: 'broker' | 'database';
  readonly action: 'crash' | 'close' | 'stop';
  readonly lastsMs: number;
}

/** Portals misbehave for a while, or the national one loses dossiers. */
export interface PortalBlow {
  readonly target: 'portal';
  readonly action: 'misbehave' | 'forget';
  readonly fault: PortalFault;
  readonly at: readonly PortalName[];
  readonly lastsMs: number;
}

/** Something that goes wrong, and when: milliseconds from the beginning, or as soon as what came before at the same target is over. */
export type Blow = (ProgramBlow | ServerBlow | PortalBlow) & { readonly atMs: number };

/** What goes wrong at one target, one after the other. */
export interface Track {
  readonly target: Blow['target'];
  readonly blows: readonly Blow[];
}

type Target = Blow['target'];
type Drawn = Omit<ProgramBlow, 'target'> | Omit<ServerBlow, 'target'> | Omit<PortalBlow, 'target'>;
type Span = readonly [least: number, most: number];

interface Manner {
  readonly firstMs: Span;
  readonly betweenMs: Span;
  readonly draw: (chance: Chance, number: number) => Drawn;
}

const WHERE: readonly (readonly PortalName[])[] = [['national'], ['province'], ['national', 'province']];
const HIT_WITHIN_MS = 2_000;
const RECOVERS_MS = 8_000;

const MANNERS: Readonly<Record<Target, Manner>> = {
  relay: { firstMs: [1_000, 3_000], betweenMs: [1_500, 4_000], draw: program([...RELAY_POINTS, undefined]) },
  door: { firstMs: [1_500, 4_000], betweenMs: [2_000, 5_000], draw: program([...DOOR_POINTS, undefined]) },
  scheduler: { firstMs: [2_000, 6_000], betweenMs: [3_000, 8_000], draw: program([undefined]) },
  broker: { firstMs: [3_000, 7_000], betweenMs: [2_000, 6_000], draw: server(['crash', 'stop'], [1_000, 5_000]) },
  database: { firstMs: [5_000, 9_000], betweenMs: [5_000, 9_000], draw: server(['crash', 'stop', 'close'], [500, 3_000]) },
  portal: { firstMs: [500, 1_500], betweenMs: [600, 1_500], draw: portal(ALL_FAULTS, false) },
};

/**
 * With an even seed the national portal loses dossiers, with an odd one it answers with what it said before. Not both in one run: a
 * portal that lost a dossier refuses its next step, and says that it took it, is believed by everybody.
 */
const LOSES_DOSSIERS = portal(
  ALL_FAULTS.filter(({ mode }) => mode !== 'stale-reply'),
  true,
);

/** All that goes wrong in a run of that length: the same for the same seed and length, whatever the machine. */
export function scheduleOf(seed: number, lastsMs: number): Track[] {
  const manners = seed % 2 === 0 ? { ...MANNERS, portal: { ...MANNERS.portal, draw: LOSES_DOSSIERS } } : MANNERS;
  return (Object.keys(manners) as Target[]).map((target, index) => {
    const chance = new Chance(seed * 31 + index);
    return { target, blows: blowsOf(manners[target], target, chance, lastsMs) };
  });
}

/** A line for each blow, in the order of time: what a failing seed prints. */
export function describeSchedule(tracks: readonly Track[]): string[] {
  return tracks
    .flatMap(({ blows }) => blows)
    .sort((a, b) => a.atMs - b.atMs)
    .map((blow) => `${(blow.atMs / 1_000).toFixed(1).padStart(7)} s  ${describeBlow(blow)}`);
}

/** A blow in words. */
export function describeBlow(blow: Blow): string {
  const lasts = `${(blow.lastsMs / 1_000).toFixed(1)} s`;
  if (blow.target === 'portal') return `${blow.at.join(' and ')}: ${blow.fault.mode}, ${lasts}`;
  if (!('which' in blow)) return `${blow.target}: ${blow.action}, ${lasts}`;
  const where = blow.point === undefined ? 'anywhere' : `at ${blow.point}`;
  return `${blow.target} ${String(blow.which)}: ${blow.action} ${where}${blow.action === 'stop' ? `, ${lasts}` : ''}`;
}

function blowsOf({ firstMs, betweenMs, draw }: Manner, target: Target, chance: Chance, lastsMs: number): Blow[] {
  const first = chance.below(2);
  const blows: Blow[] = [];
  for (let atMs = between(chance, firstMs), number = 0; ; number += 1) {
    const drawn = draw(chance, number + first);
    const endsMs = atMs + drawn.lastsMs + toRecover(target, drawn);
    if (endsMs > lastsMs) return blows;
    blows.push({ target, ...drawn, atMs } as Blow);
    atMs = endsMs + between(chance, betweenMs);
  }
}

/** How long it takes until what was struck is there again. */
function toRecover(target: Target, { action }: Drawn): number {
  if (target === 'broker' && action === 'crash') return RECOVERS_MS;
  return target === 'relay' || target === 'door' ? HIT_WITHIN_MS : 0;
}

/** Kills and stops by turns; a stop is shorter or longer than a lease. */
function program(points: readonly (string | undefined)[]): Manner['draw'] {
  return (chance, number) => {
    const action = number % 2 === 0 ? 'kill' : 'stop';
    const lastsMs = action === 'kill' ? 0 : between(chance, [1_000, 7_000]);
    return { action, which: chance.below(2), point: points[chance.below(points.length)], lastsMs };
  };
}

function server(actions: readonly ServerBlow['action'][], lasts: Span): Manner['draw'] {
  return (chance, number) => ({ action: actions[number % actions.length] ?? 'crash', lastsMs: between(chance, lasts) });
}

/** Every fault by turns of chance; with `forgets`, every fourth time dossiers are lost in its place. */
function portal(faults: readonly PortalFault[], forgets: boolean): Manner['draw'] {
  return (chance, number) => {
    if (forgets && number % 4 === 3) return { action: 'forget', fault: { mode: 'forget' }, at: ['national'], lastsMs: 200 };
    const fault = { ...chance.pick(faults), seed: chance.below(1_000) };
    return { action: 'misbehave', fault, at: chance.pick(WHERE), lastsMs: between(chance, [1_000, 3_000]) };
  };
}

function between(chance: Chance, [least, most]: Span): number {
  return least + chance.below(most - least);
}
