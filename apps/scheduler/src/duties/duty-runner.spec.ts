import { describe, expect, it } from '@jest/globals';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Clock } from '#runtime';
import type { Schedule } from '../schedule.ts';
import type { Duty } from './duty.ts';
import { DutyRunner } from './duty-runner.ts';

const EVERY_MS = 5;
const HELD_ON = 3;

/** A runner of one duty, whose hold is counted by `hold`. */
function runnerOf(duty: Duty, hold: () => Promise<number>): DutyRunner {
  const duties = { hold, giveUp: () => Promise.resolve() };
  const log = { event: () => undefined, error: () => undefined };
  const schedule = { ledger: { duties }, clock: new Clock(), log, duties: [duty] } as unknown as Schedule;
  return new DutyRunner(schedule, new SchedulerRegistry());
}

describe('a duty that takes long', () => {
  it('is told when its process is to end, and is waited for', async () => {
    let ended = false;
    const duty: Duty = {
      name: 'long',
      everyMs: EVERY_MS,
      run: (_, stopping) =>
        new Promise((resolve) => {
          stopping.addEventListener('abort', () => {
            ended = true;
            resolve(undefined);
          });
        }),
    };
    const runner = runnerOf(duty, () => Promise.resolve(0));
    runner.onApplicationBootstrap();
    await new Promise(setImmediate);
    expect(ended).toBe(false);
    await runner.onApplicationShutdown();
    expect(ended).toBe(true);
  });
});

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
    const runner = runnerOf(duty, () => {
      held += 1;
      if (held === HELD_ON) heldOn();
      return Promise.resolve(0);
    });
    runner.onApplicationBootstrap();
    await turn;
    expect(begun).toBe(1);
    await runner.onApplicationShutdown();
  });
});
