import { describe, expect, it } from '@jest/globals';
import { Stopping, type Stage } from './stopping.ts';

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('stopping', () => {
  it('goes from outside to inside, once, and past a stop that fails', async () => {
    const stopping = new Stopping();
    const order: Stage[] = [];
    const note = (stage: Stage) => (): void => void order.push(stage);
    for (const stage of ['logs', 'database', 'relay', 'announcement'] as const) stopping.add(stage, note(stage));
    stopping.add('door', () => Promise.reject(new Error('no')));
    expect(await Promise.all([stopping.stop(), stopping.stop()])).toEqual([true, true]);
    expect(order).toEqual(['announcement', 'relay', 'database', 'logs']);
    expect(stopping.signal.aborted).toBe(true);
  });

  it('tells of the stages alone that take a while', async () => {
    const told: Stage[] = [];
    const stopping = new Stopping((stage) => void told.push(stage), 20);
    stopping.add('door', () => undefined);
    stopping.add('relay', () => after(80));
    stopping.add('database', () => after(80));
    await stopping.stop();
    expect(told).toEqual(['relay', 'database']);
  });

  it('stops what a start brings that is still under way', async () => {
    const stopping = new Stopping();
    const order: Stage[] = [];
    void stopping.during(
      after(40).then(() => {
        stopping.add('database', () => void order.push('database'));
      }),
    );
    await stopping.stop();
    expect(order).toEqual(['database']);
  });
});
