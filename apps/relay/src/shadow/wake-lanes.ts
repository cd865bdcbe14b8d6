import { sleep } from '#runtime';
import type { Road } from '../road.ts';

const LOOK_EVERY_MS = 250;
const AT_REST_MS = 1_000;
/** Lanes that wait at most because they were woken, per lane under way: enough for the next claim, few enough for what comes meanwhile. */
const AHEAD = 2;

/**
 * Wakes the lanes of a destination that has left the shadow, for as long as the relay runs: also dossiers of which nothing new comes are
 * settled, since what the other system did not get across would be lost.
 */
export async function wakeLanes(
  road: Pick<Road, 'ledger' | 'destination' | 'budget' | 'clock' | 'log'>,
  { signal, onWoken }: { signal: AbortSignal; onWoken: () => void },
): Promise<void> {
  const { ledger, clock, log } = road;
  while (!signal.aborted) {
    const { id: destination } = road.destination;
    const most = AHEAD * road.budget.places;
    const woken = await ledger.shadow.wake({ destination, most, now: clock.now() }).catch((error: unknown) => {
      log.error(error, 'waking lanes failed');
      return 0;
    });
    if (woken > 0) onWoken();
    await sleep(woken > 0 ? LOOK_EVERY_MS : AT_REST_MS, signal);
  }
}
