import type { Ledger } from '#ledger';
import type { DestinationSettings } from '#protocols';
import type { Clock, Log } from '#runtime';
import { delayMs, delaysOf } from '../deliver/backoff.ts';

/** How long after that many probes in vain the next one is made. One relay probes at a time: there is nobody to keep apart by chance. */
export function probeDelayMs(failures: number, destination: DestinationSettings): number {
  return delayMs(failures, delaysOf(destination));
}

/** Stops a destination for all relays: it refuses us, not a dossier. Says so once, however many find it out. */
export async function stopDestination(
  { ledger, destination, clock, log }: { ledger: Ledger; destination: DestinationSettings; clock: Clock; log: Log },
  cause: string,
): Promise<void> {
  const now = clock.now();
  const probeAt = new Date(now.getTime() + probeDelayMs(0, destination));
  const stopped = await ledger.destinations.stop(destination.id, { cause, now, probeAt });
  if (stopped) log.event('destination.stopped', { partner: destination.id, cause, probeAt: probeAt.toISOString() }, 'error');
}
