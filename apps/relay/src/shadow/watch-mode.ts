import type { DestinationMode } from '#canonical';
import type { Ledger } from '#ledger';
import type { DestinationSettings } from '#protocols';
import { ConfigurationError, gauge, sleep } from '#runtime';
import type { Road } from '../road.ts';

const LOOK_EVERY_MS = 5_000;

const inShadow = gauge('gateway_destination_shadow', '1 while a destination is in shadow: nothing is sent to it', [
  'destination',
] as const);
const differs = gauge('gateway_destination_mode_differs', '1 while this relay was started for another mode: it claims nothing', [
  'destination',
] as const);

/** Refuses to start for a mode that the ledger does not know: the relay would claim nothing, and nobody would see why. @throws ConfigurationError */
export async function checkModes(ledger: Ledger, destinations: readonly DestinationSettings[]): Promise<void> {
  const faults: string[] = [];
  for (const { id, mode } of destinations) {
    const known = (await ledger.destinations.read(id)).mode;
    if (known !== undefined && known !== mode) faults.push(sayWhatDiffers(id, { mode, known }));
  }
  if (faults.length > 0) throw new ConfigurationError(faults);
}

/** Says, for as long as the relay runs, how its destination is worked, and complains once when that is changed under it. */
export async function watchMode(
  { ledger, destination, log }: Pick<Road, 'ledger' | 'destination' | 'log'>,
  signal: AbortSignal,
): Promise<void> {
  const { id, mode } = destination;
  let known: DestinationMode = mode;
  while (!signal.aborted) {
    const former = known;
    known = await ledger.destinations.read(id).then(
      (state) => state.mode ?? mode,
      () => former,
    );
    inShadow.set({ destination: id }, mode === 'shadow' ? 1 : 0);
    differs.set({ destination: id }, known === mode ? 0 : 1);
    if (known !== former && known !== mode) log.event('destination.mode-differs', { partner: id, mode, known }, 'error');
    await sleep(LOOK_EVERY_MS, signal);
  }
}

function sayWhatDiffers(id: string, { mode, known }: { mode: DestinationMode; known: DestinationMode }): string {
  return `destinations.${id}.mode: ${mode}, cơ sở dữ liệu ghi / the database says ${known}: npm run migrate`;
}
