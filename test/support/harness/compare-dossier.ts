import type { HeldThere } from './simulated-portal.ts';
import { wireText, type TrueItem } from './truth.ts';

/** A record or step of a portal, and when (by the portal's own running number) it was first there. */
interface Seen {
  readonly wire: string;
  readonly n: number;
}

/** What is allowed beyond the truth itself. */
export interface Allowance {
  /** Wire texts of the steps that were flagged as possibly doubled; anything else there twice is wrong. */
  readonly mayBeTwice: ReadonlySet<string>;
  /** The portal's running number from which on records may begin anew: the gateway had forgotten which it had sent. */
  readonly anewFrom?: number | undefined;
}

/** Compares a dossier at the portal with the truth; answers what is wrong. */
export function compareDossier(truth: readonly TrueItem[], held: HeldThere, { mayBeTwice, anewFrom }: Allowance): string[] {
  const steps = held.steps.map(({ n, item }) => ({ n, wire: wireText(item) }));
  const records = held.records.map(({ n, item }) => ({ n, wire: wireText(item) }));
  const wrong = compareSteps(
    truth.filter(({ kind }) => kind === 'step'),
    steps,
    mayBeTwice,
  );
  const isBefore = ({ n }: Seen): boolean => n < (anewFrom ?? 0);
  const before = records.filter(isBefore);
  if (before.length === 0) return [...wrong, ...compareRun(truth, { steps, records }, 'whole')];
  const after = records.filter((record) => !isBefore(record));
  wrong.push(...compareRun(truth, { steps: steps.filter(isBefore), records: before }, 'begun'));
  if (after.length > 0) {
    wrong.push(...compareRun(truth, { steps: steps.filter((step) => !isBefore(step)), records: after }, 'ended'));
  } else wrong.push(...compareRun(truth, { steps, records }, 'whole'));
  return wrong;
}

/** One run of records in the order of the truth: all of it, from its beginning, or up to its end. */
function compareRun(
  truth: readonly TrueItem[],
  there: { steps: readonly Seen[]; records: readonly Seen[] },
  part: 'whole' | 'begun' | 'ended',
): string[] {
  const versions = truth.filter(({ kind }) => kind === 'version');
  const records = withoutNeighbours(there.records);
  const places = matchPart(versions, records, part);
  if (places === undefined) return [`records differ (${part}): ${describeRecords(truth, records)}`];
  return compareOrder(truth, { steps: there.steps, records, places });
}

function matchPart(
  versions: readonly TrueItem[],
  records: readonly Seen[],
  part: 'whole' | 'begun' | 'ended',
): number[] | undefined {
  if (part === 'whole') return matchRecords(versions, records);
  for (let cut = 0; cut <= versions.length; cut += 1) {
    const own = part === 'begun' ? versions.slice(0, versions.length - cut) : versions.slice(cut);
    const places = matchRecords(own, records);
    if (places !== undefined) return part === 'begun' ? places : places.map((place) => place + cut);
  }
  return undefined;
}

function compareSteps(expected: readonly TrueItem[], steps: readonly Seen[], mayBeTwice: ReadonlySet<string>): string[] {
  const wanted = expected.map(({ wire }) => wire);
  const seen = steps.map(({ wire }) => wire);
  const missing = wanted.filter((wire) => !seen.includes(wire));
  const strange = seen.filter((wire) => !wanted.includes(wire));
  const doubled = [...new Set(seen.filter((wire, index) => seen.indexOf(wire) !== index && !mayBeTwice.has(wire)))];
  const firsts = seen.filter((wire, index) => seen.indexOf(wire) === index);
  const lasts = seen.filter((wire, index) => seen.lastIndexOf(wire) === index);
  const wrong = [...missing.map((wire) => `step missing: ${wire}`), ...strange.map((wire) => `step unknown: ${wire}`)];
  wrong.push(...doubled.map((wire) => `step twice and not flagged: ${wire}`));
  if (wrong.length === 0 && (!isEqual(firsts, wanted) || !isEqual(lasts, wanted)))
    wrong.push(`steps out of order: ${seen.map((wire) => wanted.indexOf(wire)).join(' ')}`);
  return wrong;
}

/** For every record at the portal the version that it is; undefined when there is no such way. */
function matchRecords(
  versions: readonly TrueItem[],
  records: readonly Seen[],
  from = 0,
  places: readonly number[] = [],
): number[] | undefined {
  const version = versions[from];
  const record = records[places.length];
  if (version === undefined) return record === undefined ? [...places] : undefined;
  if (record?.wire === version.wire) {
    const matched = matchRecords(versions, records, from + 1, [...places, from]);
    if (matched !== undefined) return matched;
  }
  // Back to the same content with what lay between skipped: equal neighbours, which count once.
  const isSameAgain = places.length > 0 && records[places.length - 1]?.wire === version.wire;
  return version.mayBeSkipped || isSameAgain ? matchRecords(versions, records, from + 1, places) : undefined;
}

/** Every item lies after the one that precedes it; a skipped version counts with the one that stands in its place. */
function compareOrder(
  truth: readonly TrueItem[],
  there: { steps: readonly Seen[]; records: readonly Seen[]; places: readonly number[] },
): string[] {
  const wrong: string[] = [];
  let versionIndex = -1;
  let last = 0;
  for (const item of truth) {
    if (item.kind === 'version') versionIndex += 1;
    const place = there.places.indexOf(versionIndex);
    const seen = item.kind === 'step' ? there.steps.find(({ wire }) => wire === item.wire) : there.records[place];
    if (seen === undefined) continue;
    if (seen.n < last) wrong.push(`${item.kind} of status ${String(item.status)} lies before what precedes it`);
    last = Math.max(last, seen.n);
  }
  return wrong;
}

function withoutNeighbours(items: readonly Seen[]): Seen[] {
  return items.filter(({ wire }, index) => wire !== items[index - 1]?.wire);
}

function isEqual(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}

function describeRecords(truth: readonly TrueItem[], records: readonly Seen[]): string {
  const versions = truth.filter(({ kind }) => kind === 'version').map(({ wire }) => wire);
  const strange = records.find(({ wire }) => !versions.includes(wire));
  const list = records.map(({ wire }) => versions.indexOf(wire)).join(' ');
  const wanted = truth
    .filter(({ kind }) => kind === 'version')
    .map(({ mayBeSkipped }, index) => (mayBeSkipped ? `(${String(index)})` : String(index)));
  return `there ${list}, wanted ${wanted.join(' ')}${strange === undefined ? '' : `; unlike any version: ${firstDifference(strange.wire, versions)}`}`;
}

function firstDifference(wire: string, versions: readonly string[]): string {
  const item = JSON.parse(wire) as Record<string, unknown>;
  const closest = versions
    .map((version) => JSON.parse(version) as Record<string, unknown>)
    .map((version) =>
      [...new Set([...Object.keys(item), ...Object.keys(version)])]
        .filter((key) => JSON.stringify(item[key]) !== JSON.stringify(version[key]))
        .map((key) => `${key} ${JSON.stringify(item[key])} ≠ ${JSON.stringify(version[key])}`),
    )
    .sort((a, b) => a.length - b.length)[0];
  return (closest ?? []).join('; ').slice(0, 600);
}
