import { openDeskLedger, type DeskLedger } from '#ledger';
import { Clock, openLog } from '#runtime';
import { TEST_SECRETS } from './open-test-ledger.ts';

/** The desk of the operators over a database. */
export interface CatalogueDeskStage {
  readonly desk: DeskLedger;
  close(): Promise<void>;
}

export async function openDeskStage(url: string): Promise<CatalogueDeskStage> {
  const sessions = { idleMs: 1_000, lifetimeMs: 1_000 };
  const desk = await openDeskLedger({
    url,
    clock: new Clock(),
    log: openLog('test'),
    secrets: TEST_SECRETS,
    poolSize: 2,
    sessions,
  });
  return { desk, close: () => desk.close() };
}
