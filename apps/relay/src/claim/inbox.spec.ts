import { describe, expect, it } from '@jest/globals';
import { Inbox } from './inbox.ts';

/** Watches a hint from the beginning, as a consumer does. */
function watch(hint: Promise<void>): () => Promise<string> {
  let state = 'open';
  hint.then(
    () => (state = 'done'),
    () => (state = 'failed'),
  );
  return async () => {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    return state;
  };
}

describe('the inbox', () => {
  it('gives lanes in the order of their hints, and answers a hint when its last lane is done', async () => {
    let arrivals = 0;
    const inbox = new Inbox(() => (arrivals += 1));
    const [first, second] = [watch(inbox.offer([1, 2])), watch(inbox.offer([3]))];
    expect([arrivals, inbox.size]).toEqual([2, 3]);
    const taken = inbox.take(2);
    expect(taken.map(({ dossierId }) => dossierId)).toEqual([1, 2]);
    taken[0]?.done();
    expect(await first()).toBe('open');
    taken[1]?.done();
    expect(await first()).toBe('done');
    expect(await second()).toBe('open');
    expect(inbox.take(9).map(({ dossierId }) => dossierId)).toEqual([3]);
  });

  it('sends a hint back when one of its lanes could not be looked at', async () => {
    const inbox = new Inbox(() => undefined);
    const hint = watch(inbox.offer([1, 2]));
    const [one, two] = inbox.take(2);
    one?.failed(new Error('the database is away'));
    two?.done();
    expect(await hint()).toBe('failed');
  });

  it('sends everything back that nobody has looked at when it is closed, and takes nothing more', async () => {
    const inbox = new Inbox(() => undefined);
    const [taken, waiting] = [watch(inbox.offer([1])), watch(inbox.offer([2]))];
    const [one] = inbox.take(1);
    inbox.close();
    expect([await taken(), await waiting(), await watch(inbox.offer([3]))()]).toEqual(['open', 'failed', 'failed']);
    one?.done();
    expect(await taken()).toBe('done');
    expect(await watch(inbox.offer([]))()).toBe('failed');
  });
});
