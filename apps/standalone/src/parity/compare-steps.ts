import type { Parity, WireItem } from '#protocols';
import { compareItems, type Difference } from './compare-records.ts';

/** How the steps of a dossier differ. */
export interface StepComparison {
  /** Equal on the wire. */
  readonly equal: number;
  /** The same step, by its status and time, with differences in other fields. */
  readonly differing: readonly { readonly there: WireItem; readonly differences: readonly Difference[] }[];
  readonly onlyHere: readonly WireItem[];
  readonly onlyThere: readonly WireItem[];
  /** Told once more by the other system, equal to what it had told. */
  readonly repeated: number;
  /** The steps that both have do not come in the same order. */
  readonly disordered: boolean;
}

interface Placed {
  readonly step: WireItem;
  readonly key: string;
}

interface Pair {
  readonly here: Placed;
  readonly there: Placed;
}

/**
 * Compares the steps of a dossier as a multiset by their keys on the wire, what is left by status and time, and then their order. What
 * the other system tells more often than the gateway is repeated, not different: real systems tell all steps again with every change.
 */
export function compareSteps(parity: Parity, here: readonly WireItem[], there: readonly WireItem[]): StepComparison {
  const place = (step: WireItem): Placed => ({ step, key: parity.stepKey(step) });
  const [ours, theirs] = [here.map(place), there.map(place)];
  const equal = pairUp(ours, theirs, ({ key }) => key);
  const known = new Set(equal.pairs.map(({ there: { key } }) => key));
  const fresh = distinct(equal.left.theirs.filter(({ key }) => !known.has(key)));
  const same = pairUp(equal.left.ours, fresh, ({ step }) => sameness(parity, step));
  return {
    equal: equal.pairs.length,
    differing: same.pairs.map(({ here: { step }, there: { step: there } }) => ({
      there,
      differences: compareItems(parity.step, step, there),
    })),
    onlyHere: same.left.ours.map(({ step }) => step),
    onlyThere: same.left.theirs.map(({ step }) => step),
    repeated: equal.left.theirs.length - fresh.length,
    disordered: isDisordered([...equal.pairs, ...same.pairs], { ours, theirs }),
  };
}

/** Pairs what has the same key, in order; what is left on either side. */
function pairUp(
  ours: readonly Placed[],
  theirs: readonly Placed[],
  keyOf: (placed: Placed) => string,
): { pairs: Pair[]; left: { ours: Placed[]; theirs: Placed[] } } {
  const waiting = new Map<string, Placed[]>();
  for (const placed of theirs) waiting.set(keyOf(placed), [...(waiting.get(keyOf(placed)) ?? []), placed]);
  const pairs: Pair[] = [];
  const unpaired = ours.filter((here) => {
    const there = waiting.get(keyOf(here))?.shift();
    if (there !== undefined) pairs.push({ here, there });
    return there === undefined;
  });
  const paired = new Set(pairs.map(({ there }) => there));
  return { pairs, left: { ours: unpaired, theirs: theirs.filter((placed) => !paired.has(placed)) } };
}

function distinct(placed: readonly Placed[]): Placed[] {
  return [...new Map(placed.toReversed().map((one) => [one.key, one])).values()].toReversed();
}

function sameness({ sameStepBy, step: fields }: Parity, step: WireItem): string {
  return JSON.stringify(fields.filter(({ name }) => sameStepBy.includes(name)).map(({ name, meaning }) => meaning(step[name])));
}

function isDisordered(pairs: readonly Pair[], { ours, theirs }: { ours: readonly Placed[]; theirs: readonly Placed[] }): boolean {
  const places = pairs
    .map(({ here, there }) => ({ here: ours.indexOf(here), there: theirs.indexOf(there) }))
    .sort((a, b) => a.here - b.here);
  return places.some(({ there }, at) => at > 0 && there < (places[at - 1]?.there ?? 0));
}
