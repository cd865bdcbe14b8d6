import { describe, expect, it } from '@jest/globals';
import { compareDossier } from '../support/harness/compare-dossier.ts';
import type { HeldThere } from '../support/harness/simulated-portal.ts';
import { wireText, type TrueItem } from '../support/harness/truth.ts';

const version = (name: string, mayBeSkipped = false): TrueItem => ({
  kind: 'version',
  status: 2,
  wire: wireText({ GhiChu: name }),
  mayBeSkipped,
});
const step = (name: string): TrueItem => ({
  kind: 'step',
  status: 4,
  wire: wireText({ NoiDungXuLy: name }),
  mayBeSkipped: false,
});

/** A portal that took these in that order: capitals are records, other letters steps. */
function portal(taken: string): HeldThere {
  const all = Array.from(taken, (name, index) => ({ n: index + 1, name }));
  const records = all.filter(({ name }) => name < 'a').map(({ n, name }) => ({ n, item: { GhiChu: name } }));
  const steps = all.filter(({ name }) => name >= 'a').map(({ n, name }) => ({ n, item: { NoiDungXuLy: name } }));
  return { code: 'x', status: '2', records, steps, calls: [] };
}

const TRUTH = [version('A', true), version('B'), step('a'), version('C'), step('b'), step('c'), version('D')];
const FLAGGED = new Set([step('a').wire]);

describe('compareDossier', () => {
  it.each(['ABaCbcD', 'BaCbcD', 'AABBaCCbcDD', 'ABBaCbcD'])('finds nothing wrong with %s', (taken) => {
    expect(compareDossier(TRUTH, portal(taken), { mayBeTwice: new Set() })).toEqual([]);
  });

  it.each([
    ['a lost step', 'ABaCbD', 'step missing'],
    ['a doubled step', 'ABaCbcDc', 'step twice and not flagged'],
    ['a strange step', 'ABaCbcDx', 'step unknown'],
    ['steps out of order', 'ABaCcbD', 'steps out of order'],
    ['a lost version', 'ABabcD', 'records differ'],
    ['a lost last version', 'ABaCbc', 'records differ'],
    ['a strange record', 'ABaCbcDE', 'records differ'],
    ['an older record after a newer one', 'ABaCbcDC', 'records differ'],
    ['a step before its record', 'AaBCbcD', 'lies before'],
    ['a record before its step', 'ABCabcD', 'lies before'],
  ])('finds %s', (_, taken, fault) => {
    expect(compareDossier(TRUTH, portal(taken), { mayBeTwice: new Set() }).join('\n')).toContain(fault);
  });

  it('counts equal neighbours once when what lay between was skipped', () => {
    const thereAndBack = [version('A'), step('a'), version('B', true), version('A'), step('b')];

    for (const taken of ['AaBAb', 'AaAb', 'Aab'])
      expect(compareDossier(thereAndBack, portal(taken), { mayBeTwice: new Set() })).toEqual([]);
    expect(compareDossier(thereAndBack, portal('AaBb'), { mayBeTwice: new Set() })).not.toEqual([]);
  });

  it('allows doubles of flagged steps only', () => {
    expect(compareDossier(TRUTH, portal('ABaaCbcD'), { mayBeTwice: FLAGGED })).toEqual([]);
    expect(compareDossier(TRUTH, portal('ABaCbbcD'), { mayBeTwice: FLAGGED })).not.toEqual([]);
  });

  it('lets records begin anew from a place on, each run in its order and the last to its end', () => {
    const mayBeTwice = new Set(['a', 'b', 'c'].map((name) => step(name).wire));
    const anew = (taken: string, anewFrom: number): string[] => compareDossier(TRUTH, portal(taken), { mayBeTwice, anewFrom });

    // Forgotten after six: the steps are doubled and flagged, C goes again.
    expect(anew('ABaCbcBaCbcD', 7)).toEqual([]);
    expect(anew('ABaCbcD', 8)).toEqual([]);
    expect(anew('ABaCbcBaCbcD', 20)).not.toEqual([]);
    expect(anew('ABaCbcDB', 8)).not.toEqual([]);
    expect(anew('ABaCbcCBD', 7)).not.toEqual([]);
  });
});
