import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PATIENCE_MS } from '../support/eventually.ts';
import { keepsThePromise, openArena, rehearseChaos, type Arena } from '../support/chaos/rehearse-chaos.ts';
import { describeSchedule, scheduleOf } from '../support/chaos/schedule.ts';

/** Always the same, so that a run can be compared with the one before; another one by `CHAOS_SEED`. */
const FIXED = 20_261_128;
const LASTS_MS = 32_000;
const DOSSIERS = 120;

let arena: Arena;

beforeAll(async () => {
  arena = await openArena();
});

afterAll(() => arena.close());

describe('everything at once', () => {
  it('goes wrong, and nothing is lost, doubled unflagged or out of order', async () => {
    const seed = Number(process.env['CHAOS_SEED'] ?? FIXED);
    const said: string[] = [];
    const since = performance.now();
    const say = (line: string): void => {
      said.push(`${((performance.now() - since) / 1_000).toFixed(1).padStart(7)} s  ${line}`);
    };
    const tracks = scheduleOf(seed, LASTS_MS);
    const outcome = await rehearseChaos(arena, { seed, lastsMs: LASTS_MS, dossiers: DOSSIERS, restWithinMs: PATIENCE_MS, say });

    const { wrong, complaints, unrested, at } = outcome;
    const { broken, uncovered, leaves } = outcome.evidence;
    const found = { wrong: Object.fromEntries(wrong), complaints, unrested, flagged: at.national?.flagged, broken, uncovered };
    if (!keepsThePromise(outcome))
      console.error([`CHAOS_SEED=${String(seed)}`, ...describeSchedule(tracks), 'as it went:', ...said].join('\n'));
    expect(found).toEqual({ wrong: {}, complaints: [], unrested: 0, flagged: 0, broken: [], uncovered: 0 });
    expect(leaves).toBeGreaterThan(DOSSIERS);
    const dealt = Object.values(outcome.dealt).reduce((sum, count) => sum + count, 0);
    expect(dealt).toBe(tracks.flatMap(({ blows }) => blows).length);
    for (const { target, blows } of tracks) expect([target, blows.length > 0]).toEqual([target, true]);
  });
});
