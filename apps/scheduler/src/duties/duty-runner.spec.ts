import { describe, expect, it } from '@jest/globals';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Clock } from '#runtime';
import type { Schedule } from '../schedule.ts';
import type { Duty } from './duty.ts';
import { DutyRunner } from './duty-runner.ts';

const EVERY_MS = 5;
const HELD_ON = 3;

describe('a duty whose turn outlasts its lease', () => {
  it('is held on to meanwhile, so that nobody else begins it, and is not begun a second time', async () => {
    let [begun, held] = [0, 0];
    let heldOn = (): void => undefined;
    const turn = new Promise<undefined>((resolve) => {
      heldOn = () => {
        resolve(undefined);
      };
    });
    const duty: Duty = {
      name: 'long',
      everyMs: EVERY_MS,
      run: () => {
        begun += 1;
        return turn;
      },
    };
    const duties = {
      hold: () => {
        held += 1;
        if (held === HELD_ON) heldOn();
        return Promise.resolve(0);
      },
      giveUp: () => Promise.resolve(),
    };
    const log = { event: () => undefined, error: () => undefined };
    const schedule = { ledger: { duties }, clock: new Clock(), log, duties: [duty] } as unknown as Schedule;
    const runner = new DutyRunner(schedule, new SchedulerRegistry());
    runner.onApplicationBootstrap();
    await turn;
    expect(begun).toBe(1);
    await runner.onApplicationShutdown();
  });
});
