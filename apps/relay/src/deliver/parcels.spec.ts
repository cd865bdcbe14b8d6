import { describe, expect, it } from '@jest/globals';
import type { CallToBegin } from '#ledger';
import { DestinationSettings, type Call } from '#protocols';
import { Clock } from '#runtime';
import type { Road } from '../road.ts';
import type { Draft } from './draft.ts';
import { Parcels, type Part } from './parcels.ts';

interface Begun {
  readonly together: number;
  readonly leaseMs: number;
}

/** A road that notes what was begun and pushed. */
function roadWith(begun: Begun[], calls: Call[]): Road {
  const ledger = {
    lanes: {
      begin: ({ parts }: CallToBegin, { leaseMs }: { leaseMs: number }) => {
        begun.push({ together: parts.length, leaseMs });
        return Promise.resolve(parts.map(() => true));
      },
    },
  };
  const client = {
    push: (call: Call) => {
      calls.push(call);
      return Promise.resolve({ verdict: 'delivered' });
    },
  };
  const sessions = { get: () => Promise.resolve({ session: 's', number: 1 }) };
  const destination = Object.assign(new DestinationSettings(), { id: 'national' });
  return { ledger, client, sessions, destination, clock: new Clock(), holder: 'test' } as unknown as Road;
}

const part = (road: Road, code: string): Part => {
  const draft = { kind: 'create', items: [{ seq: 1, kind: 'version', wire: { MaHoSo: code }, wireHash: code }], superseded: [] };
  return {
    road,
    lane: { epoch: 1, pending: [] as unknown } as Part['lane'],
    draft: draft as unknown as Draft,
    wokenBy: 'poll',
    mostTogether: 20,
  };
};

describe('what is ready at the same moment', () => {
  it('goes together when it was drafted under the same settings, and apart when it was not', async () => {
    const [begun, calls]: [Begun[], Call[]] = [[], []];
    const former = roadWith(begun, calls);
    const next = { ...former, destination: Object.assign(new DestinationSettings(), { id: 'national', leaseMs: 30_000 }) };
    const parcels = new Parcels();
    const sent = await Promise.all([
      ...[parcels.send(part(former, 'a')), parcels.send(part(former, 'b'))],
      ...[parcels.send(part(next, 'c')), parcels.send(part(next, 'd')), parcels.send(part(next, 'e'))],
    ]);
    expect(sent.map(({ kind }) => kind)).toEqual(Array.from({ length: 5 }, () => 'answered'));
    expect(begun).toEqual([
      { together: 2, leaseMs: 60_000 },
      { together: 3, leaseMs: 30_000 },
    ]);
    expect(calls.map(({ items }) => items.map((item) => item['MaHoSo']))).toEqual([
      ['a', 'b'],
      ['c', 'd', 'e'],
    ]);
  });
});
