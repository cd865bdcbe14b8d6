import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { Dossier, Step } from '#canonical';
import { DestinationSettings } from '#protocols';
import { openLog, type Running } from '#runtime';
import { startRelay } from '../../../apps/relay/src/relay.ts';
import { startSimulator } from '../../../apps/simulator/src/start.ts';
import { NO_RECONCILIATION } from '../../support/no-reconciliation.ts';
import { SimulatedPortal } from '../../support/harness/simulated-portal.ts';
import {
  aDossier,
  NATIONAL_ROW,
  openTestLedger,
  PROVINCE_ROW,
  receipts,
  submit,
  TEST_SECRETS,
  type TestLedger,
} from '../../support/open-test-ledger.ts';
import { ProvinceStandIn } from './province-stand-in.ts';

/** What of a lane a test looks at. */
export interface LaneSeen {
  readonly state: string;
  readonly epoch: number;
  readonly cause: string | null;
}

/** A ledger with a relay and two portals: the simulated national one, and a provincial one of the test's own. */
export interface TwoPortals {
  readonly t: TestLedger;
  readonly national: SimulatedPortal;
  readonly province: ProvinceStandIn;
  readonly db: pg.Client;
  /** Accepts items as one request of one commune. */
  accept: (...items: readonly (Dossier | Step)[]) => Promise<void>;
  /** Accepts that many new dossiers; answers their codes. */
  acceptMany: (count: number) => Promise<string[]>;
  newCode: () => string;
  lane: (destination: string, code: string) => Promise<LaneSeen>;
  /** How many of these dossiers are in each state at a destination. */
  states: (destination: string, codes: readonly string[]) => Promise<Record<string, number>>;
  close: () => Promise<void>;
}

const ACCOUNT = { username: 'u', password: 'p' };
const TIMINGS = { callTimeoutMs: 3_000, leaseMs: 4_000, settlesWithinMs: 500, firstDelayMs: 50, mostDelayMs: 400 };

/** Further settings of the destinations, and how many relays there are. */
export interface TwoPortalsOptions {
  readonly ofNational?: Partial<DestinationSettings>;
  readonly ofProvince?: Partial<DestinationSettings>;
  readonly relays?: number;
}

export async function openTwoPortals({
  ofNational = {},
  ofProvince = {},
  relays = 1,
}: TwoPortalsOptions = {}): Promise<TwoPortals> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'one-stop-two-'));
  const simulator = await startSimulator({ port: 0, bindAddress: '127.0.0.1', dataDir, national: ACCOUNT });
  const province = new ProvinceStandIn();
  await province.open();
  const t = await openTestLedger({
    destinations: [
      { ...NATIONAL_ROW, mode: ofNational.mode ?? 'live' },
      { ...PROVINCE_ROW, mode: ofProvince.mode ?? 'live' },
    ],
  });
  const db = new pg.Client({ connectionString: t.url });
  await db.connect();
  const national = { baseUrl: simulator.url, ...ACCOUNT, madonvi: '000.00.00.H56' };
  const destinations = [
    destination({ id: 'national', dialect: 'dvcqg', lookup: 'steps', settings: national, ...ofNational }),
    destination({
      id: 'province',
      dialect: 'lgsp-document',
      lookup: 'none',
      stepsPerCall: 1,
      settings: province.settings,
      ...ofProvince,
    }),
  ];
  const running: Running[] = [];
  for (let n = 0; n < relays; n += 1) running.push(await relayTo(t.url, destinations));
  return {
    ...{ t, db, province, national: new SimulatedPortal(simulator.url), ...eyesOf(db), ...handsOn(t) },
    close: async () => {
      await Promise.all([...running.map((relay) => relay.close()), db.end()]);
      await t.close();
      await Promise.all([simulator.close(), province.close()]);
      rmSync(dataDir, { recursive: true });
    },
  };
}

function destination(settings: Partial<DestinationSettings>): DestinationSettings {
  return Object.assign(new DestinationSettings(), TIMINGS, settings);
}

function relayTo(databaseUrl: string, destinations: readonly DestinationSettings[]): Promise<Running> {
  const health = { port: 0, bindAddress: '127.0.0.1' };
  return startRelay({
    closingFirstDays: 0,
    reconciliation: NO_RECONCILIATION,
    databaseUrl,
    pool: 8,
    destinations,
    broker: undefined,
    secrets: TEST_SECRETS,
    log: openLog('relay'),
    health,
    shadowMonths: 6,
  });
}

function handsOn({ ledger, a }: TestLedger): Pick<TwoPortals, 'accept' | 'acceptMany' | 'newCode'> {
  let serial = 0;
  const newCode = (): string => `H56.14797-261124-${String((serial += 1)).padStart(4, '0')}`;
  const accept = async (...items: readonly (Dossier | Step)[]): Promise<void> => {
    const refused = (await receipts(submit(ledger, a, items))).flatMap(({ problems }) => problems);
    if (refused.length > 0) throw new Error(JSON.stringify(refused));
  };
  const acceptMany = async (count: number): Promise<string[]> => {
    const codes = Array.from({ length: count }, newCode);
    await accept(...codes.map((code) => aDossier(code)));
    return codes;
  };
  return { newCode, accept, acceptMany };
}

function eyesOf(db: pg.Client): Pick<TwoPortals, 'lane' | 'states'> {
  const read = async (destination: string, codes: readonly string[]): Promise<LaneSeen[]> =>
    (
      await db.query<LaneSeen>(
        `SELECT l.state, l.epoch, l.cause FROM lane l JOIN dossier o ON o.id = l.dossier_id
         WHERE l.destination = $1 AND o.code = ANY($2)`,
        [destination, codes],
      )
    ).rows;
  return {
    lane: async (destination, code) => {
      const [lane] = await read(destination, [code]);
      if (lane === undefined) throw new Error(`no lane of ${code} at ${destination}`);
      return lane;
    },
    states: async (destination, codes) => {
      const counts: Record<string, number> = {};
      for (const { state } of await read(destination, codes)) counts[state] = (counts[state] ?? 0) + 1;
      return counts;
    },
  };
}
