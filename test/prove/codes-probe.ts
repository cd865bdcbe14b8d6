import { legalDay, instantOf, type CodeSnapshot } from '#canonical';
import { openDeskLedger, openLedger } from '#ledger';
import { Clock, type Log } from '#runtime';
import { aTime, PROBED, type ProbeOrder, type Seen } from './codes-probed.ts';

const LOOK_EVERY_MS = 5;
const SILENT: Log = { event: () => undefined, error: () => undefined };

/** A process that holds codes like one of the gateway's own, and says whenever it sees another number anywhere. */
const order = JSON.parse(process.argv[2] ?? '{}') as ProbeOrder;
const codes = await open(order);
const day = legalDay(instantOf(new Date()));
let last: Seen = { code: -1, procedure: -1, unit: -1, at: 0 };
process.send?.('ready');

setInterval(() => {
  const seen = look();
  if (seen.code === last.code && seen.procedure === last.procedure && seen.unit === last.unit) return;
  last = seen;
  process.send?.(seen);
}, LOOK_EVERY_MS);

function look(): Seen {
  const snapshot = codes.snapshot();
  return {
    code: Number(snapshot.translate(PROBED.partner, PROBED.table, PROBED.code, day) ?? 0),
    procedure: Number(snapshot.procedure(PROBED.partner, PROBED.procedure, day)?.name ?? 0),
    unit: codes.unit(snapshot),
    at: aTime(),
  };
}

interface Held {
  readonly snapshot: () => CodeSnapshot;
  /** What it calls the unit: 0 where such a process knows no units. */
  readonly unit: (snapshot: CodeSnapshot) => number;
}

async function open({ role, url, pepper, unit, clientId }: ProbeOrder): Promise<Held> {
  const secrets = { pepper: Buffer.from(pepper, 'hex'), wrappingKey: Buffer.alloc(32, 9) };
  const common = { url, clock: new Clock(), log: SILENT, secrets };
  if (role === 'console') {
    const ledger = await openDeskLedger({ ...common, poolSize: 5, sessions: { lifetimeMs: 1, idleMs: 1 } });
    return { snapshot: () => ledger.codes(), unit: () => 0 };
  }
  const ledger = await openLedger({ ...common, application: role, accepts: role === 'door' });
  const snapshot = (): CodeSnapshot => ledger.codes();
  const today = legalDay(instantOf(new Date()));
  if (role === 'relay') return { snapshot, unit: (now) => Number(now.agencies.on(unit, today)?.identifier.split('.')[2] ?? 0) };
  let known = 0;
  // The door knows a unit by a code that it did not know before.
  const isKnown = (number: number): boolean => {
    const client = ledger.clients.byId(clientId);
    return (
      client !== undefined && ledger.clients.unitCodeFor(client, `${PROBED.identifier}.${String(number)}-261127-0001`) !== 'other'
    );
  };
  return {
    snapshot,
    unit: () => {
      while (isKnown(known + 1)) known += 1;
      return known;
    },
  };
}
