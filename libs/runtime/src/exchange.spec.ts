import { expect, it } from '@jest/globals';
import type { Dispatcher } from 'undici';
import { exchange } from './exchange.ts';

const POST = { path: '/mapi/g', headers: {}, body: '{}' };

/** A connection on which a request is started; `abort` ends it as undici does. */
function connection(handler: Dispatcher.DispatchHandler): Dispatcher.DispatchController {
  const controller = {
    aborted: false,
    paused: false,
    reason: null,
    pause: () => undefined,
    resume: () => undefined,
    abort: (reason: Error) => {
      controller.aborted = true;
      handler.onResponseError?.(controller, reason);
    },
  };
  return controller;
}

// No server can make undici do this on purpose: it starts a request again when a socket closes for a reason of its own.
it('refuses a second start of a request that may have left', async () => {
  const started: boolean[] = [];
  const pool = {
    dispatch: (_: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler) => {
      for (let n = 0; n < 2; n += 1) {
        const controller = connection(handler);
        handler.onRequestStart?.(controller, {});
        started.push(!controller.aborted);
      }
      return true;
    },
  };
  const outcome = await exchange(pool, POST, { at: performance.now() + 5_000, monotonic: () => performance.now() });
  expect(started).toEqual([true, false]);
  expect(outcome).toMatchObject({ kind: 'lost', why: 'broken' });
});
