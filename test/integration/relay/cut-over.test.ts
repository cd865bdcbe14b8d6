import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DestinationSettings } from '#protocols';
import { sleep } from '#runtime';
import { eventually } from '../../support/eventually.ts';
import { aDossier, aStep } from '../../support/open-test-ledger.ts';
import { ShadowStage } from './shadow-stage.ts';

let stage: ShadowStage;

beforeAll(async () => {
  stage = await ShadowStage.open('261202');
});

beforeEach(() => stage.test.portal.faults());

afterEach(() => stage.stop());

afterAll(() => stage.close());

const SHADOW = { mode: 'shadow' } as const;
const at = (hour: number): string => `2026-12-02T${String(hour).padStart(2, '0')}:00:00+07:00`;

/** A dossier that is received, worked on and finished, all of it in shadow. */
async function inShadow(settings: Partial<DestinationSettings> = {}): Promise<string> {
  const code = stage.newCode();
  await stage.restartAs({ ...settings, ...SHADOW });
  await stage.send(aDossier(code), aStep(code, 4, at(9)), aStep(code, 9, at(10)));
  await stage.settled([code]);
  return code;
}

/** What a live destination would have been told. */
const EVERYTHING = 'r2 s4 r4 s9 r9';

describe('a destination that goes live and shows its steps', () => {
  it('has what the former system told taken over, and the last record once more', async () => {
    const code = await inShadow();
    const kept = await stage.kept(code);
    await stage.tellAsBefore(kept);
    expect(await stage.told(code)).toBe(EVERYTHING);

    await stage.restartAs({});
    await stage.settled([code]);
    expect(await stage.told(code)).toBe(`${EVERYTHING} r9`);
    expect(await stage.view(code)).toMatchObject({ mode: 'live', acknowledgedSeq: 5, shadowSeq: null, possiblyTwice: [] });

    await stage.send(aStep(code, 10, at(11)));
    await eventually(async () => {
      expect(await stage.told(code)).toBe(`${EVERYTHING} r9 s10 r10`);
    });
  });

  it('is told what the former system lost, each step once', async () => {
    const code = await inShadow();
    await stage.tellAsBefore((await stage.kept(code)).filter(({ seq }) => seq !== 2 && seq !== 5));
    expect(await stage.told(code)).toBe('r2 r4 s9');

    await stage.restartAs({});
    await stage.settled([code]);
    expect(await stage.told(code)).toBe('r2 r4 s9 s4 r9');
    const delivered = (await stage.rowsOf(code, 'outcome')).map(({ seq, state, cause }) => [seq, state, cause]);
    expect(delivered).toEqual([
      [4, 'delivered', 'lookup.found'],
      [2, 'delivered', 'delivered'],
      [5, 'delivered', 'delivered'],
    ]);
  });

  it('is told everything of a dossier that the former system never sent', async () => {
    const code = await inShadow();
    await stage.restartAs({});
    await stage.settled([code]);
    expect(await stage.told(code)).toBe(EVERYTHING);
    expect(await stage.view(code)).toMatchObject({ acknowledgedSeq: 5, possiblyTwice: [] });
  });

  it('is told what was accepted when nobody looked any more, after what came before', async () => {
    const code = await inShadow();
    await stage.tellAsBefore(await stage.kept(code));
    await stage.stop();
    await stage.send(aStep(code, 10, at(11)));
    await stage.restartAs({}, 2);
    await stage.settled([code]);
    expect(await stage.told(code)).toBe(`${EVERYTHING} r9 s10 r10`);
  });

  it('tells communes why a dossier waits that was held in shadow', async () => {
    const code = stage.newCode();
    await stage.restartAs(SHADOW);
    await stage.send(aDossier(code, { procedureCode: '9.444444' }));
    await eventually(async () => {
      expect(await stage.statesOf([code])).toEqual(['held']);
    });
    expect(await stage.rowsOf(code, 'outcome')).toEqual([]);

    await stage.restartAs({});
    await eventually(async () => {
      expect((await stage.rowsOf(code, 'outcome')).map(({ state }) => state)).toEqual(['held']);
    });
    expect(await stage.statesOf([code])).toEqual(['held']);
  });

  it('is worked off little by little, all of it', async () => {
    const codes = Array.from({ length: 120 }, () => stage.newCode());
    await stage.restartAs(SHADOW, 2);
    await stage.send(...codes.map((code) => aDossier(code)));
    await stage.settled(codes);
    await stage.restartAs({ concurrency: 8 }, 2);
    await stage.settled(codes);
    for (const code of codes) expect(await stage.told(code)).toBe('r2');
  });
});

describe.each(['none', 'dossier'] as const)('a destination that goes live and shows no steps (look-up: %s)', (lookup) => {
  const live = { lookup };
  beforeEach(() => stage.test.portal.set({ lookup }));
  afterEach(() => stage.test.portal.set({ lookup: 'steps' }));

  it('has the steps of the former system taken for told, and gets the record once', async () => {
    const code = await inShadow(live);
    await stage.tellAsBefore(await stage.kept(code));
    await stage.restartAs(live);
    await stage.settled([code]);
    await stage.send(aStep(code, 10, at(11)));
    await stage.settled([code]);
    expect(await stage.told(code)).toBe(`${EVERYTHING} r9 s10 r10`);
    expect(await stage.view(code)).toMatchObject({ acknowledgedSeq: 7, possiblyTwice: [] });
  });

  it('is compared with what the former system told it, although no outcome tells of that', async () => {
    const code = await inShadow(live);
    await stage.tellAsBefore(await stage.kept(code));
    await stage.restartAs(live);
    await stage.settled([code]);
    expect(await stage.rowsOf(code, 'outcome')).toEqual([]);
    expect(await stage.rowsOf(code, 'lane_check')).toMatchObject([{ destination: 'national', changed_at: expect.any(Date) }]);
  });

  it('is told what was accepted after the former system had sent for the last time', async () => {
    const code = await inShadow(live);
    await stage.tellAsBefore(await stage.kept(code));
    const { rows } = await stage.test.db.query<{ now: Date }>('SELECT gateway_now() AS now');
    const toldUntil = (rows[0]?.now ?? new Date(0)).toISOString();
    await sleep(500);
    await stage.send(aStep(code, 10, at(11)));
    await stage.settled([code]);
    await stage.restartAs({ ...live, cutOver: { toldUntil } });
    await stage.settled([code]);
    expect(await stage.told(code)).toBe(`${EVERYTHING} r10 s10`);
    expect(await stage.view(code)).toMatchObject({ acknowledgedSeq: 7, possiblyTwice: [] });
  });

  it('is told everything of a dossier that it turns out not to have', async () => {
    const code = await inShadow(live);
    await stage.restartAs(live);
    await stage.settled([code]);
    expect(await stage.told(code)).toBe(EVERYTHING);
  });

  it('is told again, flagged, where the operator wants it so', async () => {
    const code = await inShadow(live);
    await stage.tellAsBefore(await stage.kept(code));
    await stage.restartAs({ ...live, cutOver: { steps: 'resend' } });
    await stage.settled([code]);
    await stage.send(aStep(code, 10, at(11)));
    await stage.settled([code]);
    expect(await stage.told(code)).toBe(`${EVERYTHING} r9 s4 s9 s10 r10`);
    expect(await stage.view(code)).toMatchObject({ possiblyTwice: [2, 4] });
    const flagged = (await stage.rowsOf(code, 'attempt')).filter((attempt) => attempt['possibly_twice'] === true);
    expect(flagged.map(({ seq }) => seq)).toEqual([2, 4]);
  });

  it('gets steps flagged that not even in shadow could be written', async () => {
    const code = stage.newCode();
    await stage.restartAs({ ...live, ...SHADOW });
    await stage.stop();
    await stage.send(aDossier(code), aStep(code, 4, at(9)));
    await stage.restartAs(live);
    await stage.settled([code]);
    expect(await stage.told(code)).toBe('r2 s4 r4');
    expect(await stage.view(code)).toMatchObject({ possiblyTwice: [2] });
  });
});
