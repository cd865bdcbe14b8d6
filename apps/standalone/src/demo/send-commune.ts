import type { Door } from './door.ts';
import type { DemoDossier } from './write-dossiers.ts';

const BATCH = 5;

/** Sends the dossiers of one commune the way real systems do: part of them in nightly batches, part one by one as they happen. */
export async function sendCommune(
  door: Door,
  dossiers: readonly DemoDossier[],
  onSent: (dossiers: number, steps: number) => void,
): Promise<void> {
  const half = Math.ceil(dossiers.length / 2);
  for (let at = 0; at < half; at += BATCH) await sendBatch(door, dossiers.slice(at, Math.min(at + BATCH, half)), onSent);
  for (const dossier of dossiers.slice(half)) await sendSingly(door, dossier, onSent);
}

async function sendBatch(
  door: Door,
  batch: readonly DemoDossier[],
  onSent: (dossiers: number, steps: number) => void,
): Promise<void> {
  const steps = batch.flatMap((dossier) => dossier.steps);
  await door.dossiers(batch.map(({ body }) => body));
  onSent(batch.length, 0);
  await door.steps(steps);
  onSent(0, steps.length);
}

async function sendSingly(
  door: Door,
  { body, steps }: DemoDossier,
  onSent: (dossiers: number, steps: number) => void,
): Promise<void> {
  await door.dossiers([body]);
  onSent(1, 0);
  for (const step of steps) {
    await door.steps([step]);
    onSent(0, 1);
  }
}
