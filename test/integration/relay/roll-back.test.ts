import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '#runtime';
import { eventually } from '../../support/eventually.ts';
import { aDossier, aStep } from '../../support/open-test-ledger.ts';
import { ShadowStage } from './shadow-stage.ts';

let stage: ShadowStage;

beforeAll(async () => {
  stage = await ShadowStage.open('261203', { settlesWithinMs: 500 });
});

beforeEach(() => stage.test.portal.faults());

afterEach(async () => {
  await stage.stop();
  await stage.test.portal.set({ lookup: 'steps' });
});

afterAll(() => stage.close());

const SHADOW = { mode: 'shadow' } as const;
const at = (hour: number): string => `2026-12-03T${String(hour).padStart(2, '0')}:00:00+07:00`;

async function deliveredLive(lookup: 'steps' | 'none'): Promise<string> {
  const code = stage.newCode();
  await stage.restartAs({ lookup });
  await stage.send(aDossier(code), aStep(code, 4, at(9)));
  await stage.settled([code]);
  expect(await stage.told(code)).toBe('r2 s4 r4');
  return code;
}

/** A step that arrived at the portal although its answer was lost, and a lane that waits to find that out. */
async function withLostStep(code: string, status: 5 | 9): Promise<void> {
  await stage.test.portal.faults({ mode: 'drop-reply', services: ['CapNhatTienDoHoSoMC'] });
  await stage.send(aStep(code, status, at(10)));
  await eventually(async () => {
    expect(await stage.statesOf([code])).toEqual(['verifying']);
  });
  await stage.stop();
  await stage.test.portal.faults();
}

describe.each(['steps', 'none'] as const)('a destination that goes back to shadow (look-up: %s)', (lookup) => {
  beforeEach(() => stage.test.portal.set({ lookup }));

  it('keeps what it acknowledged: nothing goes again when it is live once more', async () => {
    const code = await deliveredLive(lookup);
    await stage.restartAs({ lookup, ...SHADOW });
    expect(await stage.view(code)).toMatchObject({ mode: 'shadow', acknowledgedSeq: 3, shadowSeq: 3 });
    await stage.restartAs({ lookup });
    await stage.send(aStep(code, 10, at(11)));
    await stage.settled([code]);
    expect(await stage.told(code)).toBe('r2 s4 r4 s10 r10');
    expect(await stage.rowsOf(code, 'lane')).toMatchObject([{ epoch: 1, ack_seq: 5 }]);
  });

  it('goes on in shadow from where it was, and is told nothing meanwhile', async () => {
    const code = await deliveredLive(lookup);
    await stage.restartAs({ lookup, ...SHADOW });
    await stage.send(aStep(code, 9, at(10)));
    await stage.settled([code]);
    expect((await stage.kept(code)).map(({ seq, service }) => [seq, service])).toEqual([
      [4, 'steps'],
      [5, 'update'],
    ]);
    expect(await stage.told(code)).toBe('r2 s4 r4');
    expect(await stage.view(code)).toMatchObject({ acknowledgedSeq: 3, shadowSeq: 5 });
  });
});

describe('a call whose answer was lost before the destination went back to shadow', () => {
  it('is looked up when it is live again, and no step of it is lost or doubled', async () => {
    const code = await deliveredLive('steps');
    await withLostStep(code, 9);
    await stage.restartAs(SHADOW);
    await stage.send(aStep(code, 10, at(11)));
    await stage.settled([code]);
    expect((await stage.kept(code)).map(({ seq }) => seq)).toEqual([4, 5, 6, 7]);
    expect(await stage.told(code)).toBe('r2 s4 r4 s9');

    await stage.restartAs({});
    await stage.settled([code]);
    expect(await stage.told(code)).toBe('r2 s4 r4 s9 s10 r10');
    expect(await stage.view(code)).toMatchObject({ acknowledgedSeq: 7, possiblyTwice: [] });
  });

  it('is left to the policy where nothing can be looked up: sent again and flagged, or a person decides', async () => {
    await stage.test.portal.set({ lookup: 'none' });
    const [resent, asked] = [await deliveredLive('none'), await deliveredLive('none')];
    // With nothing to look up a lost step that decides the score goes again by itself, before there is time for a shadow.
    const patient = { lookup: 'none', settlesWithinMs: 60_000 } as const;
    await stage.restartAs(patient);
    await withLostStep(asked, 5);
    await stage.restartAs(patient);
    await withLostStep(resent, 9);
    await stage.restartAs({ lookup: 'none', ...SHADOW });
    await stage.test.db.query(`UPDATE lane SET due_at = now() WHERE state = 'verifying'`);
    await stage.settled([resent, asked]);

    await stage.restartAs({ lookup: 'none' });
    await stage.settled([resent]);
    await eventually(async () => {
      expect(await stage.statesOf([asked])).toEqual(['blocked']);
    });
    expect(await stage.told(resent)).toMatch(/^r2 s4 r4 s9 .*s9/);
    expect((await stage.view(resent)).possiblyTwice).toEqual([4]);
    expect((await stage.told(asked)).match(/s5/g)).toHaveLength(1);
    expect((await stage.view(asked)).cause).toBe('undecidable|national');
  });
});

describe('a relay that is gone in the middle of a call, and a shadow that comes after it', () => {
  it('leaves an attempt that is settled as unknown, and a step that is looked up in the end', async () => {
    const code = await deliveredLive('steps');
    await stage.stop();
    await stage.send(aStep(code, 9, at(10)));
    const { lanes } = stage.test.t.ledger;
    const order = { destination: 'national', among: 'all', most: 50, holder: 'gone', leaseMs: 500 } as const;
    const lane = (await lanes.claim(order)).find(({ dossierCode }) => dossierCode === code);
    if (lane === undefined) throw new Error('not claimed');
    const begunAt = new Date();
    const part = { lane, epoch: 1, possiblyTwice: false, superseded: [], items: [{ seq: 4, wireHash: 'x' }] };
    const call = { id: uuidv7(begunAt), begunAt, service: 'steps', wokenBy: 'poll', codesVersion: 'x', parts: [part] } as const;
    expect(await lanes.begin(call, { leaseMs: 500, holder: 'gone' })).toEqual([true]);

    await stage.restartAs(SHADOW);
    await stage.settled([code]);
    expect(await stage.rowsOf(code, 'attempt')).toEqual(
      expect.arrayContaining([expect.objectContaining({ seq: 4, outcome: 'unknown', cause: 'lease.ran-out' })]),
    );
    await stage.restartAs({});
    await stage.settled([code]);
    expect(await stage.told(code)).toBe('r2 s4 r4 s9 r9');
    expect((await stage.view(code)).possiblyTwice).toEqual([]);
  });
});

describe('a relay that still runs as live while the ledger already says shadow', () => {
  it('ends the call that is under way and sends nothing more', async () => {
    const code = stage.newCode();
    await stage.test.portal.faults({ mode: 'slow', delayMs: 2_500 });
    await stage.restartAs({ callTimeoutMs: 5_000, leaseMs: 20_000 });
    await stage.send(aDossier(code), aStep(code, 4, at(9)), aStep(code, 9, at(10)));
    await eventually(async () => {
      expect(await stage.told(code)).toBe('r2');
    });
    // In the middle of that call; a whole set-up would take longer than it does.
    await stage.test.db.query(`UPDATE destination SET mode = 'shadow'`);
    await eventually(async () => {
      expect(await stage.statesOf([code])).toEqual(['due']);
    });
    stage.start(SHADOW);
    await stage.settled([code]);
    expect(await stage.told(code)).toBe('r2');
    expect((await stage.kept(code)).map(({ seq }) => seq)).toEqual([2, 3, 4, 5]);
  });
});
