import { fork, type ChildProcess } from 'node:child_process';
import type pg from 'pg';
import { createClients } from '#ledger';
import { sleep } from '#runtime';
import { aTime, PROBED, type ProbeOrder, type Seen } from './codes-probed.ts';

const PER_SECOND = 100;
const ROLES = ['door', 'relay', 'console'] as const;
type Role = (typeof ROLES)[number];
type Kind = 'code' | 'procedure' | 'unit';
/** What each process knows of. */
const KNOWN: Readonly<Record<Role, readonly Kind[]>> = {
  door: ['code', 'procedure', 'unit'],
  relay: ['code', 'procedure', 'unit'],
  console: ['code', 'procedure'],
};

/** How old the answers of a process got, in milliseconds behind the commit. */
export interface Staleness {
  readonly role: Role;
  readonly ages: readonly number[];
  /** Changes that were never seen. */
  readonly unseen: number;
}

interface Probe {
  readonly role: Role;
  readonly child: ChildProcess;
  readonly seen: Seen[];
}

/**
 * Changes a code, a procedure and an identifier of a unit a hundred times a second while three processes look. Of every second change
 * nobody is told, and all connections that listen are broken off again and again.
 */
export async function measureStaleness(
  db: pg.Pool,
  { url, seconds, pepper }: { readonly url: string; readonly seconds: number; readonly pepper: Buffer },
): Promise<{
  readonly changes: number;
  readonly perSecond: number;
  readonly processes: readonly Staleness[];
  readonly cost: ReadCost;
}> {
  const probes = await openProbes(db, url, pepper);
  try {
    const before = await readRows(db);
    const commits = await change(db, seconds);
    await sleep(3_000);
    const after = await readRows(db);
    const changes = Object.values(commits).flat().length;
    return {
      changes,
      perSecond: Math.round(changes / seconds),
      processes: probes.map((probe) => ageOf(probe, commits)),
      cost: { rowsPerChange: Math.round((after.read - before.read) / changes), rowsHeld: after.held },
    };
  } finally {
    for (const { child } of probes) child.kill('SIGKILL');
  }
}

/** Rows that the server walked through or fetched by an index for each change, and how many rows there are. */
export interface ReadCost {
  readonly rowsPerChange: number;
  readonly rowsHeld: number;
}

async function readRows(db: pg.Pool): Promise<{ readonly read: number; readonly held: number }> {
  const { rows } = await db.query<{ read: string; held: string }>(
    `SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) AS read,
       (SELECT count(*) FROM code_row) + (SELECT count(*) FROM procedure) + (SELECT count(*) FROM unit) +
         (SELECT count(*) FROM unit_alias) + (SELECT count(*) FROM unit_successor) AS held
     FROM pg_stat_user_tables WHERE relname IN ('code_row', 'procedure', 'unit', 'unit_alias', 'unit_successor')`,
  );
  return { read: Number(rows[0]?.read), held: Number(rows[0]?.held) };
}

type Commits = Record<Kind, number[]>;

/** When each number was committed, by its place. */
async function change(db: pg.Pool, seconds: number): Promise<Commits> {
  const commits: Commits = { code: [], procedure: [], unit: [] };
  const kinds = Object.keys(commits) as Kind[];
  const [begun, total] = [aTime(), seconds * PER_SECOND];
  for (let at = 0; at < total; at += 1) {
    await sleep(Math.max(0, begun + (at * 1_000) / PER_SECOND - aTime()));
    const kind = kinds[at % kinds.length] ?? 'code';
    const number = commits[kind].length + 1;
    await db.query(CHANGES[kind](number));
    commits[kind].push(aTime());
    if (at % 2 === 0) await db.query('NOTIFY codes_changed');
    if (at % (3 * PER_SECOND) === 0) await db.query(BREAK_OFF);
  }
  return commits;
}

/** For each number, how long after its commit it, or a later one, was seen. */
function ageOf({ role, seen }: Probe, commits: Commits): Staleness {
  const ages: number[] = [];
  let unseen = 0;
  for (const kind of KNOWN[role]) {
    for (const [at, committed] of commits[kind].entries()) {
      const first = seen.find((one) => one[kind] > at);
      if (first === undefined) unseen += 1;
      else ages.push(first.at - committed);
    }
  }
  return { role, ages, unseen };
}

async function openProbes(db: pg.Pool, url: string, pepper: Buffer): Promise<Probe[]> {
  const { rows } = await db.query<{ id: number }>(
    `SELECT unit_id AS id FROM unit_alias WHERE code = '14797' AND upper_inf(valid)`,
  );
  const unit = rows[0]?.id ?? 0;
  const unitCodes = ['14797', '14758'];
  await createClients(url, pepper, [{ code: 'probed', name: 'Thử', apiKey: 'probed', unitCodes }]);
  const { rows: clients } = await db.query<{ id: number }>(`SELECT id FROM client WHERE code = 'probed'`);
  const common = { url, pepper: pepper.toString('hex'), unit, clientId: clients[0]?.id ?? 0 };
  return Promise.all(ROLES.map((role) => openProbe({ ...common, role })));
}

function openProbe(order: ProbeOrder): Promise<Probe> {
  const child = fork(new URL('./codes-probe.js', import.meta.url), [JSON.stringify(order)]);
  const probe: Probe = { role: order.role, child, seen: [] };
  return new Promise((done, fail) => {
    child.once('exit', () => {
      fail(new Error(`${order.role} ended`));
    });
    child.on('message', (message) => {
      if (message === 'ready') done(probe);
      else probe.seen.push(message as Seen);
    });
  });
}

const NOW = 'clock_timestamp()';
const CLOSED = `recorded = tstzrange(lower(recorded), greatest(${NOW}, lower(recorded)))`;
const OPEN = `tstzrange(${NOW}, NULL)`;

// Each is one transaction.
const CHANGES: Readonly<Record<Kind, (number: number) => string>> = {
  code: (number) => `
    UPDATE code_row SET ${CLOSED} WHERE table_name = '${PROBED.table}' AND upper_inf(recorded);
    INSERT INTO code_row (table_name, partner, direction, from_code, to_code, valid, recorded, recorded_by)
    VALUES ('${PROBED.table}', '${PROBED.partner}', 'out', '${PROBED.code}', '${String(number)}', '(,)', ${OPEN}, 'lam')`,
  procedure: (number) => `
    UPDATE procedure SET ${CLOSED} WHERE code = '${PROBED.procedure}' AND upper_inf(recorded);
    INSERT INTO procedure (code, name, field_code, field_name, valid, recorded, recorded_by)
    VALUES ('${PROBED.procedure}', '${String(number)}', 'G15-HT01', 'Hộ tịch', '(,)', ${OPEN}, 'lam')`,
  unit: (number) => `
    INSERT INTO unit_alias (unit_id, scheme, code, valid, recorded)
    SELECT unit_id, 'proof-${String(number)}', '${PROBED.identifier}.${String(number)}', daterange(current_date, NULL), ${OPEN} FROM unit_alias
    WHERE scheme = 'administrative' AND code = '14797' AND upper_inf(valid)`,
};

const BREAK_OFF = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '%-listen'`;
