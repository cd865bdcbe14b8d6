import { asCommune, dossierOf } from '../support/edition-calls.ts';
import { killAll, openGround, startEdition, type Ground } from '../support/edition.ts';
import type { ProofOptions, Result } from './proof.ts';

const FIRST_WITHIN_S = 180;
const SECOND_WITHIN_S = 15;

/** The built edition on an empty folder, and again after `kill -9` of all its processes: how long until the demo's table is there. */
export async function proveStart({ say }: ProofOptions): Promise<Result> {
  const ground = await openGround();
  try {
    const first = await timedStart(ground);
    say(`ready after ${first.seconds.toFixed(1)} s`);
    const sent = await asCommune(first.ready, 'dossiers', dossierOf('H56.14797'));
    await killAll(first.edition.pids());
    const second = await timedStart(ground);
    const receipt = await asCommune(second.ready, `receipts/${sent.body.receiptId}`);
    const again = await asCommune(second.ready, 'dossiers', dossierOf('H56.14797'));
    await killAll(second.edition.pids());
    const isThere = receipt.status === 200 && again.body.receiptId === sent.body.receiptId;
    return {
      figures: { firstSeconds: round(first.seconds), secondSeconds: round(second.seconds), receiptStillThere: isThere },
      target: `first start < ${FIRST_WITHIN_S} s, second < ${SECOND_WITHIN_S} s, the receipt of the first answers in the second`,
      met: isThere && first.seconds < FIRST_WITHIN_S && second.seconds < SECOND_WITHIN_S,
    };
  } finally {
    ground.remove();
  }
}

async function timedStart(ground: Ground): Promise<{
  edition: ReturnType<typeof startEdition>;
  ready: Awaited<ReturnType<ReturnType<typeof startEdition>['ready']>>;
  seconds: number;
}> {
  const since = performance.now();
  const edition = startEdition(ground);
  const ready = await edition.ready();
  return { edition, ready, seconds: (performance.now() - since) / 1_000 };
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
