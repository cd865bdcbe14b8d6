import { openLedger, unmappedFingerprint, type ClaimedLane, type IncidentToOpen, type Ledger, type Settlement } from '#ledger';
import { Clock } from '#runtime';
import { aDossier, receipts, submit } from '../../support/open-test-ledger.ts';
import { eventually } from '../../support/eventually.ts';
import { openConsole, type OpenConsole } from './open-console.ts';

const SILENT = { event: () => undefined, error: () => undefined };

/** A console beside a door and a relay that do as a test says, on one database. */
export interface InsightStage {
  readonly desk: OpenConsole;
  readonly door: Ledger;
  readonly road: Ledger;
  readonly roadClock: Clock;
  readonly client: number;
  newCode(): string;
  /** Accepts a dossier and claims its lane at the national portal. */
  claimed(change?: Parameters<typeof aDossier>[1]): Promise<ClaimedLane>;
  claim(code: string): Promise<ClaimedLane>;
  settle(lane: ClaimedLane, next: Settlement['next'], more?: Partial<Settlement>): Promise<unknown>;
  /** Holds a lane for these codes of procedures. */
  hold(lane: ClaimedLane, ...codes: string[]): Promise<unknown>;
  refuse(lane: ClaimedLane, seq: number): Promise<unknown>;
  laneOf(code: string): Promise<{ state: string; ack_seq: number; blocked_seq: number | null }>;
  close(): Promise<void>;
}

export const REFUSED = {
  outcome: 'refused',
  cause: 'national.content',
  state: 'refused',
  doubt: false,
  possiblyTwice: false,
} as const;

export async function openStage(): Promise<InsightStage> {
  const desk = await openConsole();
  const open = (accepts: boolean, clock: Clock): Promise<Ledger> =>
    openLedger({ url: desk.databaseUrl, application: 'test', clock, log: SILENT, secrets: desk.secrets, accepts });
  const roadClock = new Clock();
  const [door, road] = [await open(true, new Clock()), await open(false, roadClock)];
  const client = (await door.clients.byApiKey('key'))?.id ?? 0;
  let serial = 0;
  const newCode = (): string => `H56.14797-261204-${String((serial += 1)).padStart(4, '0')}`;
  const claim = async (code: string): Promise<ClaimedLane> => {
    const order = { destination: 'national', among: 'all', most: 500, holder: 'test', leaseMs: 60_000 } as const;
    // The clocks of the door and of the relay are never quite equal.
    return eventually(async () => {
      const lane = (await road.lanes.claim(order)).find(({ dossierCode }) => dossierCode === code);
      if (lane === undefined) throw new Error(`${code} is not due`);
      return lane;
    });
  };
  const settle: InsightStage['settle'] = (lane, next, more = {}) => {
    const cause = more.incidents?.[0]?.fingerprint;
    return road.lanes.settle({ lane, call: undefined, items: [], next, failures: 0, cause, incidents: [], ...more });
  };
  return {
    ...{ desk, door, road, roadClock, client, newCode, claim, settle },
    claimed: async (change = {}) => {
      const code = newCode();
      await receipts(submit(door, client, [aDossier(code, change)]));
      return claim(code);
    },
    hold: (lane, ...codes) => {
      const incidents = codes.map((code): IncidentToOpen => ({
        fingerprint: unmappedFingerprint({ destination: 'national', table: 'procedure', code }),
        ...{ kind: 'unmapped', mustAct: 'province', missing: { partner: 'national', table: 'procedure', code } },
      }));
      const item = { ...REFUSED, seq: 1, outcome: 'unmapped', cause: incidents[0]?.fingerprint ?? '', state: 'pending' } as const;
      return settle(lane, { kind: 'held', seq: 1 }, { items: [item], incidents });
    },
    refuse: (lane, seq) => {
      const fingerprint = 'refused|national|create|national.content|-1|MaTTHC';
      const refusal = { service: 'create', cause: 'national.content', code: '-1', field: 'MaTTHC' };
      const incidents: IncidentToOpen[] = [{ fingerprint, kind: 'refused', mustAct: 'commune', refusal }];
      return settle(lane, { kind: 'blocked', seq }, { items: [{ ...REFUSED, seq }], incidents });
    },
    laneOf: async (code) => {
      const { rows } = await desk.owner.query<{ state: string; ack_seq: number; blocked_seq: number | null }>(
        `SELECT l.state, l.ack_seq, l.blocked_seq FROM lane l JOIN dossier o ON o.id = l.dossier_id
         WHERE o.code = $1 AND l.destination = 'national'`,
        [code],
      );
      const [lane] = rows;
      if (lane === undefined) throw new Error(`no lane of ${code}`);
      return lane;
    },
    close: async () => {
      await road.close();
      await door.close();
      await desk.close();
    },
  };
}
