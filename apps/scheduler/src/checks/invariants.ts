import { writeSample, type BrokenInvariant } from '#ledger';
import type { Check, Finding, Look, Looking } from './check.ts';

/** The newest dossiers are looked at in every turn, all the others bit by bit. */
const NEWEST = 500;
const PER_TURN = 2_000;
/** So many dossiers of each finding are named. */
const MOST_NAMED = 5;

/**
 * What always holds of lanes and their items, dossiers without a lane among it. Nothing is healed: what an edit by hand meant, or what
 * was delivered on a lane that is gone, nobody here can know.
 */
export function checkInvariants({ ledger }: Looking, everyMs: number): Check {
  // What the walk has found so far. Undefined: somebody else began it, and what was found before is not known here.
  let walked: BrokenInvariant[] | undefined;
  return {
    name: 'invariants',
    everyMs,
    look: async (cursor): Promise<Look> => {
      const newest = await ledger.watch.newestDossier();
      const from = cursor >= newest ? 0 : cursor;
      if (from === 0) walked = [];
      const to = Math.min(newest, from + PER_TURN);
      const here = await ledger.watch.broken(from + 1, to);
      walked?.push(...here);
      const recent = to >= newest ? [] : await ledger.watch.broken(Math.max(to, newest - NEWEST) + 1, newest);
      const isOver = to >= newest && walked !== undefined;
      return { findings: summarise([...(walked ?? here), ...recent]), cursor: to, isPartial: !isOver };
    },
  };
}

function summarise(broken: readonly BrokenInvariant[]): Finding[] {
  const groups = new Map<string, [BrokenInvariant, ...BrokenInvariant[]]>();
  for (const one of broken) {
    const subject = `${one.invariant}|${one.destination}`;
    const group = groups.get(subject);
    if (group === undefined) groups.set(subject, [one]);
    else group.push(one);
  }
  return [...groups].map(([subject, group]): Finding => {
    const [{ invariant, destination }] = group;
    const oldest = group.toSorted((one, other) => one.dossier_id - other.dossier_id);
    const dossiers = [...new Set(oldest.map(({ code }) => code))].slice(0, MOST_NAMED);
    const sample = writeSample({ facts: `${invariant} lanes=${String(group.length)}`, dossiers });
    return { subject, destination, mustAct: 'province', count: group.length, sample };
  });
}
