import { describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { Clock } from '#runtime';
import { Releaser } from './releaser.ts';

/** Its time passes only when it is told. */
class HeldClock extends Clock {
  ms = 0;

  override monotonic(): number {
    return this.ms;
  }
}

/** A releaser on a database where nothing waits, or that is away; `looks` and `errors` count. */
function stage(database: 'empty' | 'away'): { releaser: Releaser; clock: HeldClock; looks: () => number; errors: unknown[] } {
  let looks = 0;
  const errors: unknown[] = [];
  const client = { query: () => Promise.resolve({ rows: [] }), release: () => undefined, on: () => undefined };
  const connect = (): Promise<unknown> => {
    looks += 1;
    return database === 'away' ? Promise.reject(new Error('away')) : Promise.resolve(client);
  };
  const clock = new HeldClock();
  const log = { event: () => undefined, error: (error: unknown) => void errors.push(error) };
  const releaser = new Releaser({ pool: { connect } as unknown as pg.Pool, clock, log });
  return { releaser, clock, looks: () => looks, errors };
}

describe('releasing what waits for a code', () => {
  it('looks several times after a change, and then once a minute', async () => {
    const { releaser, clock, looks } = stage('empty');
    releaser.codesChanged();
    for (let time = 0; time < 20; time += 1) await releaser.look();
    const afterChange = looks();
    clock.ms = 59_999;
    await releaser.look();
    const beforeTheMinute = looks();
    clock.ms = 60_000;
    for (let time = 0; time < 3; time += 1) await releaser.look();

    expect(afterChange).toBeGreaterThan(1);
    expect(afterChange).toBeLessThan(20);
    expect(beforeTheMinute).toBe(afterChange);
    expect(looks()).toBe(afterChange + 1);
  });

  it('tells of looks that failed, and does not count them', async () => {
    const { releaser, looks, errors } = stage('away');
    releaser.codesChanged();
    for (let time = 0; time < 20; time += 1) await releaser.look();

    expect(errors).toHaveLength(20);
    expect(looks()).toBe(20);
  });
});
