import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { STATUSES, type Status } from '#canonical';
import { ConfigurationError } from '#runtime';
import { Runner } from '../../../apps/relay/src/claim/runner.ts';
import { speak } from '../../../apps/relay/src/dialects.ts';
import { PATIENCE_MS, eventually } from '../../support/eventually.ts';
import { NATIONAL_TRANSPORTS, type TransportName } from '../../support/national-transports.ts';
import { aStep, receipts, submit } from '../../support/open-test-ledger.ts';
import { openTestRoad, type TestRoad } from './open-test-road.ts';

const WRAPPERS = ['wrapper, three addresses', 'wrapper, one address and a flag', 'wrapper, a token'] as const;
const LIFE: readonly (readonly [Status, string])[] = [
  [4, '2026-11-23T09:00:00+07:00'],
  [6, '2026-11-23T10:00:00+07:00'],
  [4, '2026-11-23T11:00:00+07:00'],
  [9, '2026-11-23T14:00:00+07:00'],
];

let test: TestRoad;
let runner: Runner;

async function open(name: TransportName, resend: readonly Status[] = STATUSES): Promise<void> {
  test = await openTestRoad({ lookup: 'none', undecided: { resend: [...resend] } }, NATIONAL_TRANSPORTS[name]);
  runner = new Runner(test.road, undefined);
  runner.start();
}

afterEach(async () => {
  await runner.stop();
  await test.close();
});

async function tellSteps(codes: readonly string[], life = LIFE): Promise<void> {
  for (const [status, at] of life)
    await receipts(
      submit(
        test.t.ledger,
        test.t.a,
        codes.map((code) => aStep(code, status, at)),
      ),
    );
}

interface LaneSeen {
  readonly state: string;
  /** Statuses and times of the steps that may be there twice. */
  readonly flagged: readonly number[];
}

async function lanes(ids: readonly number[]): Promise<LaneSeen[]> {
  const { rows } = await test.db.query<LaneSeen>(
    `SELECT l.state, array(SELECT i.seq FROM lane_item i WHERE i.dossier_id = l.dossier_id AND i.possibly_twice ORDER BY i.seq) AS flagged
     FROM lane l WHERE l.dossier_id = ANY($1) ORDER BY l.dossier_id`,
    [ids],
  );
  return rows;
}

const idle = (ids: readonly number[], withinMs = PATIENCE_MS): Promise<void> =>
  eventually(
    async () => {
      expect((await lanes(ids)).map(({ state }) => state)).toEqual(ids.map(() => 'idle'));
    },
    { withinMs },
  );

/** The steps of a dossier at the portal, in their order, by status and time. */
async function stepsOf(code: string): Promise<string[]> {
  const steps = (await test.portal.read(code))?.steps ?? [];
  return steps.map(({ item }) => `${String(item['TrangThai'])} ${String(item['ThoiDiemXuLy'])}`);
}

const TOLD = LIFE.map(([status, at]) => `${String(status)} ${at.slice(0, 19).replace(/\D/g, '')}`);

describe.each(WRAPPERS)('a relay that reaches the portal over: %s', (name) => {
  beforeEach(() => open(name));

  it('tells everything once and in order, where nothing goes wrong', async () => {
    const { codes, ids } = await test.accept(4);
    await idle(ids);
    await tellSteps(codes);
    await idle(ids);
    for (const code of codes) {
      expect(await stepsOf(code)).toEqual(TOLD);
      expect((await test.portal.read(code))?.records.at(-1)?.item).toMatchObject({ TrangThaiHoSo: '9' });
    }
    expect((await lanes(ids)).flatMap(({ flagged }) => flagged)).toEqual([]);
  });
});

describe('a relay that reaches the portal over a wrapper', () => {
  it('loses nothing under faults, and flags what may be there twice', async () => {
    await open('wrapper, a token');
    await test.portal.faults(
      { mode: 'drop-reply', rate: 0.25, seed: 1 },
      { mode: 'garbage', rate: 0.2, seed: 2 },
      { mode: 'error-in-200', rate: 0.2, seed: 3 },
      { mode: 'session-lost', rate: 0.1, seed: 4 },
    );
    const { codes, ids } = await test.accept(5);
    await tellSteps(codes);
    await eventually(async () => {
      for (const code of codes) expect(new Set(await stepsOf(code))).toEqual(new Set(TOLD));
    });
    await test.portal.faults();
    await idle(ids, 60_000);
    const seen = await lanes(ids);
    for (const [index, code] of codes.entries()) {
      const there = await stepsOf(code);
      const firsts = there.filter((step, at) => there.indexOf(step) === at);
      expect(firsts).toEqual(TOLD);
      // Behind the record with seq 1 each step has two numbers: its own, and that of the record that it makes.
      const doubled = new Set(TOLD.filter((step) => there.filter((other) => other === step).length > 1));
      const flagged = new Set(seen[index]?.flagged.map((seq) => TOLD[Math.floor((seq - 2) / 2)]));
      expect([...doubled].filter((step) => !flagged.has(step))).toEqual([]);
    }
  });

  it('goes on with an update where the dossier is there already', async () => {
    await open('wrapper, three addresses');
    await test.portal.faults({ mode: 'drop-reply', services: ['DongBoHoSoMC'] });
    const { codes, ids } = await test.accept(2);
    await eventually(async () => {
      for (const code of codes) expect((await test.portal.read(code))?.records).toHaveLength(1);
    });
    await test.portal.faults();
    await idle(ids);
    for (const code of codes) {
      const calls = (await test.portal.read(code))?.calls.map(({ isUpdating, outcome }) => `${String(isUpdating)} ${outcome}`);
      expect(calls?.slice(-2)).toEqual(['False exists', 'True accepted']);
    }
  });

  it('begins anew with a dossier that the portal has lost, when it says so twice', async () => {
    await open('wrapper, three addresses');
    const { codes, ids } = await test.accept(1);
    await idle(ids);
    await test.portal.forget(codes);
    await tellSteps(codes, LIFE.slice(0, 1));
    await eventually(async () => {
      expect(await stepsOf(codes[0] ?? '')).toEqual(TOLD.slice(0, 1));
    });
    await idle(ids);
  });

  it('leaves a lost step to a person where the policy wants that, and sends nothing behind it', async () => {
    await open('wrapper, three addresses', [9]);
    const { codes, ids } = await test.accept(1);
    await idle(ids);
    await test.portal.faults({ mode: 'drop-reply', services: ['CapNhatTienDoHoSoMC'], applied: false });
    await tellSteps(codes, LIFE.slice(0, 2));
    await eventually(async () => {
      expect((await lanes(ids)).map(({ state }) => state)).toEqual(['blocked']);
    });
    await test.portal.faults();
    expect(await stepsOf(codes[0] ?? '')).toEqual([]);
  });

  it('stops when everything is refused, blocks nobody, and goes on by itself', async () => {
    await open('wrapper, a fixed header');
    const isStopped = async (): Promise<boolean> =>
      (await test.db.query('SELECT 1 FROM destination WHERE stopped_at IS NOT NULL')).rowCount === 1;
    await test.portal.faults({ mode: 'http-403' });
    const { codes, ids } = await test.accept(4);
    await eventually(async () => {
      expect(await isStopped()).toBe(true);
    });
    expect((await lanes(ids)).map(({ state }) => state)).not.toContain('blocked');
    await test.portal.faults();
    await idle(ids, 30_000);
    expect(await isStopped()).toBe(false);
    for (const code of codes) expect((await test.portal.read(code))?.records).toHaveLength(1);
  });

  it('refuses to start with a look-up that nobody answers', async () => {
    await open('wrapper, three addresses');
    const { destination } = test.road;
    for (const lookup of ['steps', 'dossier'] as const) {
      const start = (): unknown => speak(Object.assign(Object.create(destination) as typeof destination, { lookup }));
      expect(start).toThrow(ConfigurationError);
      expect(start).toThrow('destinations.national.lookup');
    }
  });
});
