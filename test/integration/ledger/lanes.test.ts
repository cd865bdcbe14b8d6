import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClaimedLane, Settlement } from '#ledger';
import { uuidv7 } from '#runtime';
import { eventually } from '../../support/eventually.ts';
import { aDossier, aStep, openTestLedger, receipts, submit, type TestLedger } from '../../support/open-test-ledger.ts';

let t: TestLedger;
let serial = 0;
beforeAll(async () => {
  t = await openTestLedger();
});
afterAll(() => t.close());

const newCode = (): string => `H56.14797-261124-${String((serial += 1)).padStart(4, '0')}`;
const claim = (most = 100, leaseMs = 60_000): Promise<ClaimedLane[]> =>
  t.ledger.lanes.claim({ destination: 'national', among: 'all', most, holder: 'test', leaseMs });

async function accept(code = newCode(), ...steps: ReturnType<typeof aStep>[]): Promise<string> {
  await receipts(submit(t.ledger, t.a, [aDossier(code), ...steps]));
  return code;
}

async function claimOnly(code: string, leaseMs?: number): Promise<ClaimedLane> {
  const lane = (await claim(100, leaseMs)).find(({ dossierCode }) => dossierCode === code);
  if (lane === undefined) throw new Error(`not due: ${code}`);
  return lane;
}

async function begin(lane: ClaimedLane, seqs: number[]): Promise<{ id: string; begunAt: Date; begun: boolean }> {
  const begunAt = new Date();
  const id = uuidv7(begunAt);
  const call = { id, begunAt, service: 'steps', wokenBy: 'poll', codesVersion: 'x' } as const;
  const items = seqs.map((seq) => ({ seq, wireHash: 'h' }));
  const parts = [{ lane, epoch: lane.epoch, possiblyTwice: false, superseded: [], items }];
  const [begun = false] = await t.ledger.lanes.begin({ ...call, parts }, { leaseMs: 60_000, holder: 'test' });
  return { id, begunAt, begun };
}

function delivered(lane: ClaimedLane, call: { id: string; begunAt: Date }, seqs: number[]): Settlement {
  const record = {
    ...call,
    sentAt: new Date(),
    answeredAt: new Date(),
    http: 200,
    code: '0',
    verdict: 'delivered',
    cause: 'test',
    body: '{}',
  };
  const items = seqs.map(
    (seq) => ({ seq, outcome: 'delivered', cause: 'test', state: 'delivered', doubt: false, possiblyTwice: false }) as const,
  );
  return { lane, call: record, items, next: { kind: 'go-on' }, failures: 0, cause: undefined, present: true, incidents: [] };
}

async function destinationOf(code: string): Promise<{ state: string; acknowledgedSeq: number }> {
  const view = await t.ledger.readDossier(t.a, code);
  if (typeof view === 'string') throw new Error(view);
  return view.destinations[0] as { state: string; acknowledgedSeq: number };
}

describe('a lane', () => {
  it('is claimed by one of many at the same moment, with its items in order', async () => {
    const codes = await Promise.all(Array.from({ length: 20 }, () => accept()));
    const claims = (await Promise.all([claim(), claim(), claim(), claim()])).flat().map(({ dossierCode }) => dossierCode);
    expect(codes.filter((known) => claims.filter((claimed) => claimed === known).length !== 1)).toEqual([]);
  });

  it('gives the items of a dossier in their order', async () => {
    const code = newCode();
    await accept(code, aStep(code, 4, '2026-11-24T09:00:00+07:00'), aStep(code, 9, '2026-11-24T10:00:00+07:00'));
    const lane = await claimOnly(code);
    expect(lane.pending.map(({ seq, kind }) => [seq, kind])).toEqual([
      [1, 'version'],
      [2, 'step'],
      [3, 'version'],
      [4, 'step'],
      [5, 'version'],
    ]);
  });

  it('goes idle when everything is acknowledged, and due for an item that came while it was held', async () => {
    const code = await accept();
    const lane = await claimOnly(code);
    const call = await begin(lane, [1]);
    await accept(code, aStep(code, 4, '2026-11-24T09:00:00+07:00'));
    await t.ledger.lanes.settle(delivered(lane, call, [1]));
    expect(await destinationOf(code)).toMatchObject({ state: 'due', acknowledgedSeq: 1 });
    const again = await claimOnly(code);
    await t.ledger.lanes.settle(delivered(again, await begin(again, [2, 3]), [2, 3]));
    expect(await destinationOf(code)).toMatchObject({ state: 'idle', acknowledgedSeq: 3 });
  });

  it('that was lost is not settled by its former holder, but asserted once more', async () => {
    const code = await accept();
    const lane = await claimOnly(code, 1);
    const call = await begin(lane, [1]);
    await eventually(async () => {
      expect(await rescueNow()).toBeGreaterThan(0);
    });
    const successor = await claimOnly(code);
    expect(await t.ledger.lanes.settle(delivered(lane, call, [1]))).toBe('lost');
    expect(await destinationOf(code)).toMatchObject({ state: 'leased', acknowledgedSeq: 0 });
    expect(await t.ledger.lanes.settle(delivered(successor, await begin(successor, [1]), [1]))).toBe('settled');
    expect((await claimOnly(code)).reassert).toBe(true);
  });

  it('leaves a begun step in doubt when its holder is gone', async () => {
    const code = newCode();
    await accept(code, aStep(code, 4, '2026-11-24T09:00:00+07:00'));
    const first = await claimOnly(code);
    await t.ledger.lanes.settle(delivered(first, await begin(first, [1]), [1]));
    await begin(await claimOnly(code), [2]);
    await eventually(async () => {
      expect(await rescueNow()).toBeGreaterThan(0);
    });
    expect((await claimOnly(code)).pending[0]).toMatchObject({ seq: 2, doubt: true, sent: 1 });
  });

  it('is not begun by who lost it, nor with a step that was corrected a moment ago', async () => {
    const code = newCode();
    const step = aStep(code, 4, '2026-11-24T09:00:00+07:00');
    await accept(code, step);
    const lane = await claimOnly(code);
    expect((await begin({ ...lane, fence: lane.fence - 1 }, [1])).begun).toBe(false);
    await receipts(submit(t.ledger, t.a, [{ ...step, content: 'Thẩm định lại' }]));
    const { id, begunAt, begun } = await begin(lane, [1, 2]);
    expect(begun).toBe(false);
    const next = { kind: 'later', state: 'due', waitMs: 0 } as const;
    const unmade = { id, begunAt };
    await t.ledger.lanes.settle({ lane, call: undefined, unmade, items: [], next, failures: 0, cause: undefined, incidents: [] });
    const again = await claimOnly(code);
    expect(again.pending.map(({ seq, sent }) => [seq, sent])).toEqual([
      [1, 0],
      [4, 0],
      [3, 0],
    ]);
    expect((await begin(again, [1])).begun).toBe(true);
  });
});

/** Takes over every lease, whenever it ends: the waits are tested with real processes. */
function rescueNow(): Promise<number> {
  return t.ledger.lanes.rescue({ destination: 'national', waitMs: -120_000, most: 100 });
}
