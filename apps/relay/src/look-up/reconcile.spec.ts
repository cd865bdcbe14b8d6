import { describe, expect, it } from '@jest/globals';
import { reconcile, type OurItem, type Reconciled, type Shown } from './reconcile.ts';
import { leftAfter, sameRecord } from './shown.ts';

const AT = new Date(0);
const content = (name: string): Record<string, string> => ({ ...{ a: '1', b: '2', c: '3', d: '4', e: '5' }, GhiChu: name });

function version(seq: number, status: string, name: string, state: OurItem['state'] = 'pending'): OurItem {
  return { seq, kind: 'version', state, acceptedAt: AT, status, record: content(name) };
}

function step(seq: number, status: string, key: string, state: OurItem['state'] = 'pending'): OurItem {
  return { seq, kind: 'step', state, acceptedAt: AT, status, key };
}

function shown(status: string, steps: readonly string[] | undefined, name: string | undefined): Shown {
  return { status, steps, record: name === undefined ? undefined : content(name) };
}

const look = (items: readonly OurItem[], what: Shown): Reconciled => reconcile(items, what);

describe('a lane and what its portal shows after a restore', () => {
  it('are the same when nothing was lost', () => {
    const items = [version(1, '2', 'A', 'delivered'), step(2, '4', 's', 'delivered'), version(3, '4', 'A', 'delivered')];
    expect(look(items, shown('4', ['s'], 'A'))).toEqual({ arrived: [], superseded: [], unknown: undefined });
  });

  it('takes steps that are there as arrived, and sends no version over what came after it', () => {
    const items = [
      ...[version(1, '2', 'A', 'delivered'), version(2, '2', 'B'), step(3, '4', 's'), version(4, '4', 'B')],
      ...[step(5, '9', 't'), version(6, '9', 'C')],
    ];
    expect(look(items, shown('9', ['s', 't'], 'C'))).toEqual({ arrived: [3, 5], superseded: [2, 4], unknown: undefined });
    expect(look(items, shown('4', ['s'], 'B'))).toEqual({ arrived: [3], superseded: [2], unknown: undefined });
  });

  it('always leaves the last version to carry the whole', () => {
    const items = [version(1, '2', 'A'), step(2, '2', 's')];
    expect(look(items, shown('2', ['s'], 'A'))).toEqual({ arrived: [2], superseded: [], unknown: undefined });
  });

  it('counts equal steps as often as they are there', () => {
    const items = [version(1, '4', 'A', 'delivered'), step(2, '4', 's', 'delivered'), step(3, '4', 's'), step(4, '4', 's')];
    expect(look(items, shown('4', ['s', 's'], 'A')).arrived).toEqual([3]);
  });

  it('knows that the portal is ahead by a step, a status or a record that is not known', () => {
    const items = [version(1, '2', 'A', 'delivered'), version(2, '2', 'B')];
    expect(look(items, shown('4', ['x'], 'A')).unknown).toBe('steps');
    expect(look(items, shown('9', [], 'A')).unknown).toBe('steps');
    expect(look(items, shown('2', [], 'X')).unknown).toBe('dossier');
    expect(look(items, shown('9', undefined, 'X')).unknown).toBe('both');
    expect(look(items, shown('2', ['x'], 'X')).unknown).toBe('both');
  });

  it('claims nothing where the portal says nothing', () => {
    const items = [version(1, '2', 'A', 'delivered'), step(2, '4', 's')];
    expect(look(items, shown('', undefined, undefined))).toEqual({ arrived: [], superseded: [], unknown: undefined });
    expect(reconcile(items, { status: '2', steps: [], record: { MaHoSo: 'x' } }).unknown).toBeUndefined();
  });

  it('leaves out what lies before the version that the portal shows, but no status', () => {
    const sameStatus = [version(1, '2', 'A', 'delivered'), version(2, '2', 'B'), version(3, '2', 'C'), version(4, '2', 'D')];
    expect(look(sameStatus, shown('2', [], 'C')).superseded).toEqual([2]);
    const thereAndBack = [version(1, '2', 'A'), version(2, '2', 'B'), version(3, '2', 'A'), version(4, '2', 'D')];
    expect(look(thereAndBack, shown('2', [], 'A')).superseded).toEqual([1, 2]);
    const otherStatus = [version(1, '2', 'A'), version(2, '6', 'B'), version(3, '2', 'A'), version(4, '2', 'D')];
    expect(look(otherStatus, shown('2', [], 'A')).superseded).toEqual([]);
  });
});

describe('two records', () => {
  it('are the same by the members that both have, whatever their order and their type', () => {
    expect(sameRecord({ ...content('A'), Khac: 1 }, { ...content('A'), TrangThaiHoSo: '2' })).toBe('same');
    expect(sameRecord({ ...content('A'), a: 1, b: ' 2 ' }, content('A'))).toBe('same');
    expect(sameRecord(content('A'), content('B'))).toBe('other');
    expect(sameRecord({ GhiChu: 'A' }, content('B'))).toBe('unclear');
    expect(sameRecord(undefined, content('B'))).toBe('unclear');
  });

  it('leave what is not taken out', () => {
    expect(leftAfter(['a', 'b', 'a'], ['a', 'c'])).toEqual(['b', 'a']);
  });
});
