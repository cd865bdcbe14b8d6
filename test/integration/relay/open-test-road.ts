import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { prepareDatabase } from '#ledger';
import { DestinationSettings } from '#protocols';
import { Clock, openLog, type Log } from '#runtime';
import { speak } from '../../../apps/relay/src/dialects.ts';
import { LiveDestination, openRoadTo, type Road } from '../../../apps/relay/src/road.ts';
import { startSimulator } from '../../../apps/simulator/src/start.ts';
import { SimulatedPortal } from '../../support/harness/simulated-portal.ts';
import { ACCOUNT, NATIONAL_TRANSPORTS } from '../../support/national-transports.ts';
import { aDossier, openTestLedger, receipts, submit, type TestLedger } from '../../support/open-test-ledger.ts';
import { PREPARATION } from '../../support/preparation.ts';

/** The road to a simulated portal, as a relay has it, on a ledger of its own. */
export interface TestRoad {
  readonly t: TestLedger;
  readonly road: Road;
  readonly portal: SimulatedPortal;
  /** The road again, of another relay or with other settings. */
  readonly roadAs: (more: Partial<DestinationSettings>) => Road;
  /** Tells the ledger of the destination as a start of the installation does. */
  readonly configure: (more: Partial<DestinationSettings>) => Promise<void>;
  /** Looks into the ledger. */
  readonly db: pg.Client;
  /** Accepts that many dossiers in one request; answers their codes and, in the same order, the ids by which hints name them. */
  accept: (count: number) => Promise<{ readonly codes: readonly string[]; readonly ids: readonly number[] }>;
  close: () => Promise<void>;
}

/** Procedures of the simulated catalogue: no more than those of the seed. */
const PROCEDURES = 1;
const TIMINGS = { callTimeoutMs: 3_000, leaseMs: 4_000, settlesWithinMs: 2_000, firstDelayMs: 50, mostDelayMs: 500 };

/** `settingsAt`: the dialect's own settings for the portal at an address; straight to it by default. */
export async function openTestRoad(
  more: Partial<DestinationSettings> = {},
  settingsAt: (url: string) => Readonly<Record<string, unknown>> = NATIONAL_TRANSPORTS.direct,
): Promise<TestRoad> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'one-stop-road-'));
  const simulator = await startSimulator({
    port: 0,
    bindAddress: '127.0.0.1',
    dataDir,
    national: ACCOUNT,
    procedures: PROCEDURES,
  });
  const t = await openTestLedger();
  const settings = settingsAt(simulator.url);
  const destinationAs = (other: Partial<DestinationSettings>): DestinationSettings =>
    Object.assign(new DestinationSettings(), {
      ...{ id: 'national', dialect: 'dvcqg', lookup: 'steps', settings },
      ...TIMINGS,
      ...more,
      ...other,
    });
  const roadAs = (other: Partial<DestinationSettings>): Road => roadTo(destinationAs(other), t, openLog('test'));
  const road = roadAs({});
  const db = new pg.Client({ connectionString: t.url });
  await db.connect();
  let serial = 0;
  return {
    ...{ t, road, roadAs, db, portal: new SimulatedPortal(simulator.url) },
    configure: (other) => configure(t.url, destinationAs(other)),
    accept: async (count) => {
      const codes = Array.from({ length: count }, () => `H56.14797-261124-${String((serial += 1)).padStart(4, '0')}`);
      await receipts(
        submit(
          t.ledger,
          t.a,
          codes.map((code) => aDossier(code)),
        ),
      );
      const { rows } = await db.query<{ id: string }>('SELECT id FROM dossier WHERE code = ANY($1) ORDER BY code', [codes]);
      return { codes, ids: rows.map(({ id }) => Number(id)) };
    },
    close: async () => {
      await Promise.all([db.end(), road.client.close()]);
      await t.close();
      await simulator.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

function configure(ownerUrl: string, { id, dialect, lookup, mode }: DestinationSettings): Promise<void> {
  const destinations = [{ id, dialect, lookup, mode, fingerprint: 'test' }];
  return prepareDatabase({ ownerUrl, destinations, ...PREPARATION });
}

function roadTo(destination: DestinationSettings, { ledger }: TestLedger, log: Log): Road {
  const parts = { ledger, clock: new Clock(), log, holder: 'test', closingFirstDays: 0, isStopping: () => false };
  return openRoadTo({ ...parts, ...speak(destination) }, new LiveDestination(destination));
}
