import { afterEach, describe, expect, it } from '@jest/globals';
import { MaintenanceWindow } from '#protocols';
import { eventually } from '../../support/eventually.ts';
import { mostAbove } from '../../support/rate.ts';
import { openTwoPortals, type TwoPortals } from './open-two-portals.ts';

const HOUR_MS = 3_600_000;

let w: TwoPortals;

afterEach(() => w.close());

const arrived = (destination: string, codes: readonly string[], withinMs: number): Promise<void> =>
  eventually(
    async () => {
      expect(await w.states(destination, codes)).toEqual({ idle: codes.length });
    },
    { withinMs },
  );

/** When the simulated portal was called for these dossiers, milliseconds. */
async function callsOf(codes: readonly string[]): Promise<number[]> {
  const held = await Promise.all(codes.map((code) => w.national.read(code)));
  return held.flatMap((dossier) => (dossier?.calls ?? []).map(({ at }) => Date.parse(at))).sort((a, b) => a - b);
}

describe('a portal that takes so many calls per second', () => {
  it('gets no more of them from two relays together, and not much less; nobody holds what has to wait, and the other portal does not wait', async () => {
    const rate = { perSecond: 6, burst: 6 };
    w = await openTwoPortals({ relays: 2, ofNational: { rate } });
    const codes = await w.acceptMany(60);
    await arrived('province', codes, 10_000);
    expect((await w.states('national', codes))['due'] ?? 0).toBeGreaterThan(10);
    let mostHeld = 0;
    await eventually(
      async () => {
        const { leased = 0, idle = 0 } = await w.states('national', codes);
        mostHeld = Math.max(mostHeld, leased);
        expect(idle).toBe(codes.length);
      },
      { everyMs: 20 },
    );
    const calls = await callsOf(codes);
    expect(calls.length).toBeGreaterThanOrEqual(codes.length);
    // What is on its way arrives sooner or later than it left, on a busy machine by a second; two relays that each had the rate for
    // themselves would be some thirty calls above it.
    expect(mostAbove(calls, rate)).toBeLessThanOrEqual(rate.perSecond);
    const seconds = ((calls.at(-1) ?? 0) - (calls[0] ?? 0)) / 1_000;
    expect(calls.length / seconds).toBeGreaterThan(0.6 * rate.perSecond);
    expect(mostHeld).toBeLessThanOrEqual(rate.burst);
  });
});

/** A local time of Vietnam, as a window has it. */
const local = (at: Date): string => new Date(at.getTime() + 7 * HOUR_MS).toISOString().slice(0, 16).replace('T', ' ');

async function passTime(ms: number): Promise<void> {
  await w.db.query('UPDATE clock_shift SET shift = shift + make_interval(secs => $1)', [ms / 1_000]);
  await w.db.query('NOTIFY clock_shifted');
}

describe('a portal under maintenance', () => {
  it('is called by nobody and fails at nothing; the other portal goes on, and afterwards it gets everything', async () => {
    const begin = new Date(Math.floor(Date.now() / 60_000) * 60_000 + 5 * HOUR_MS);
    const window = { from: local(begin), to: local(new Date(begin.getTime() + 6 * HOUR_MS)) };
    w = await openTwoPortals({ relays: 2, ofNational: { maintenance: [Object.assign(new MaintenanceWindow(), window)] } });
    const before = await w.acceptMany(3);
    await arrived('national', before, 15_000);
    expect((await w.db.query('SELECT 1 FROM destination WHERE maintenance_until IS NOT NULL')).rowCount).toBe(0);
    const called = await w.db.query(`SELECT 1 FROM call WHERE destination = 'national'`);

    await passTime(5 * HOUR_MS + 60_000);
    await eventually(
      async () => {
        const { rows } = await w.db.query(`SELECT maintenance_until FROM destination WHERE id = 'national'`);
        expect(rows).toEqual([{ maintenance_until: new Date(begin.getTime() + 6 * HOUR_MS) }]);
      },
      { withinMs: 5_000 },
    );
    await w.national.faults({ mode: 'http-403' });
    const during = await w.acceptMany(8);
    await arrived('province', during, 15_000);
    // Longer than a probe, a poll or a rescue would take.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await w.states('national', during)).toEqual({ due: 8 });
    expect((await w.db.query(`SELECT 1 FROM call WHERE destination = 'national'`)).rowCount).toBe(called.rowCount);
    expect((await w.db.query('SELECT 1 FROM incident')).rowCount).toBe(0);
    expect((await w.db.query('SELECT 1 FROM lane WHERE failures > 0 OR failing_since IS NOT NULL')).rowCount).toBe(0);
    expect((await w.db.query('SELECT 1 FROM destination WHERE stopped_at IS NOT NULL')).rowCount).toBe(0);

    await w.national.faults();
    await passTime(6 * HOUR_MS);
    await arrived('national', during, 15_000);
    await eventually(async () => {
      expect((await w.db.query('SELECT 1 FROM destination WHERE maintenance_until IS NOT NULL')).rowCount).toBe(0);
    });
  });
});
