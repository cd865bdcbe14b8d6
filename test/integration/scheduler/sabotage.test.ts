import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningScheduler } from '../../../apps/scheduler/src/index.ts';
import { eventually } from '../../support/eventually.ts';
import { CHECKS, EVERY_MS, openWatched, partnersAt, type IncidentRow, type Watched } from './open-test-scheduler.ts';

/** Two intervals, and what a machine with others on it takes to do what is due. */
const WITHIN_MS = 2 * EVERY_MS + 1_500;

let w: Watched;
let scheduler: RunningScheduler;
let machineMs = 0;

beforeAll(async () => {
  w = await openWatched();
  scheduler = await w.start({ checks: { ...CHECKS, wallClock: () => Date.now() + machineMs } });
});

afterAll(async () => {
  await scheduler.close();
  await w.close();
});

interface Sabotage {
  /** What is done to lane or ledger; `$1` is the dossier. */
  readonly sql: string;
  readonly finds: string;
  readonly mustAct?: string;
  /** A question to which the answer is one row as soon as it is healed; `$1` is the dossier. */
  readonly healed?: string;
}

const PENDING = `UPDATE lane_item SET state = 'pending' WHERE dossier_id = $1`;
const laneIs = (set: string): string =>
  `WITH i AS (${PENDING}) UPDATE lane SET ack_seq = 0, ${set} WHERE dossier_id = $1 AND destination = 'national'`;
const HOUR_AGO = `now() - interval '1 hour'`;

const SABOTAGES: Readonly<Record<string, Sabotage>> = {
  'a lease whose holder is gone': {
    sql: laneIs(`state = 'leased', holder = 'gone', lease_until = ${HOUR_AGO}`),
    finds: 'check|leases|national',
    healed: `SELECT FROM lane WHERE dossier_id = $1 AND state = 'due' AND holder IS NULL AND fence > 0`,
  },
  'a hint that was lost': {
    sql: laneIs(`state = 'due', due_at = ${HOUR_AGO}, hinted_at = now() - interval '10 minutes'`),
    finds: 'check|hints|national',
    healed: `SELECT FROM lane WHERE dossier_id = $1 AND state = 'due' AND hinted_at IS NULL`,
  },
  'a turn that lies years ahead': {
    sql: laneIs(`state = 'verifying', due_at = now() + interval '5 years'`),
    finds: 'check|times|national',
    healed: `SELECT FROM lane WHERE dossier_id = $1 AND state = 'verifying' AND due_at < now() + interval '1 hour'`,
  },
  'a lease that ends in years': {
    sql: laneIs(`state = 'leased', holder = 'gone', due_at = NULL, lease_until = now() + interval '5 years'`),
    finds: 'check|times|national',
    healed: `SELECT FROM lane WHERE dossier_id = $1 AND lease_until < now() + interval '1 hour' AND due_at IS NULL`,
  },
  'nobody who delivers': {
    sql: laneIs(`state = 'due', due_at = ${HOUR_AGO}`),
    finds: 'check|unclaimed|national',
  },
  'an answer that stays unknown': {
    sql: laneIs(`state = 'verifying', due_at = now() + interval '1 hour', failing_since = ${HOUR_AGO}, failures = 9`),
    finds: 'check|doubts|national',
    mustAct: 'national',
  },
  'tries that go on and on': {
    sql: laneIs(
      `state = 'due', due_at = now() + interval '1 hour', failing_since = ${HOUR_AGO}, failures = 9, cause = 'national.server-error'`,
    ),
    finds: 'escalated|national|national.server-error',
    mustAct: 'national',
  },
  'an accepted dossier without its lane': {
    sql: `WITH i AS (DELETE FROM lane_item WHERE dossier_id = $1) DELETE FROM lane WHERE dossier_id = $1`,
    finds: 'check|invariants|dossier-without-lane|national',
  },
  'a step that its lane does not know': {
    sql: `DELETE FROM lane_item WHERE dossier_id = $1`,
    finds: 'check|invariants|item-without-lane|national',
  },
  'a lane that rests with work to do': { sql: PENDING, finds: 'check|invariants|idle-with-work|national' },
  'an acknowledgement of what nobody sent': {
    sql: `UPDATE lane SET ack_seq = 99 WHERE dossier_id = $1`,
    finds: 'check|invariants|acknowledged-too-much|national',
  },
  'a lane that is due at no time': {
    sql: laneIs(`state = 'due', due_at = NULL`),
    finds: 'check|invariants|due-without-time|national',
  },
  'a lane that waits for an incident that is gone': {
    sql: laneIs(`state = 'held', cause = 'unmapped|national|channel|x', blocked_seq = 1`),
    finds: 'check|invariants|waits-unseen|national',
  },
  'a lane that waits for nothing that is open': {
    sql: `UPDATE lane SET state = 'blocked', cause = 'disorder|x', blocked_seq = 1 WHERE dossier_id = $1`,
    finds: 'check|invariants|waits-for-nothing|national',
  },
  'a clock that was moved': {
    sql: `UPDATE clock_shift SET shift = interval '1 minute' WHERE $1::bigint IS NOT NULL`,
    finds: 'check|clocks|database',
  },
  'a session that nobody renews': {
    sql: `WITH i AS (${PENDING}), l AS (UPDATE lane SET ack_seq = 0, state = 'due', due_at = ${HOUR_AGO} WHERE dossier_id = $1)
      INSERT INTO partner_session (destination, number, obtained_at, login_failures) VALUES ('national', 1, ${HOUR_AGO}, 0)`,
    finds: 'check|sessions|national',
  },
};

const open = async (fingerprint: string): Promise<IncidentRow | undefined> =>
  (await w.incidents()).find((row) => row.fingerprint === fingerprint && row.cleared_at === null);

async function codeOf(id: number): Promise<string> {
  const { rows } = await w.db.query<{ code: string }>('SELECT code FROM dossier WHERE id = $1', [id]);
  return rows[0]?.code ?? '';
}

async function isFound(fingerprint: string, withinMs = WITHIN_MS): Promise<IncidentRow> {
  let row: IncidentRow | undefined;
  await eventually(
    async () => {
      row = await open(fingerprint);
      expect(row?.fingerprint).toBe(fingerprint);
    },
    { withinMs },
  );
  return row as IncidentRow;
}

async function isCleared(fingerprint: string): Promise<void> {
  await eventually(
    async () => {
      expect(await open(fingerprint)).toBeUndefined();
    },
    { withinMs: WITHIN_MS },
  );
}

describe('what is sabotaged', () => {
  it('is nothing at first', async () => {
    await w.deliver();
    await new Promise((resolve) => setTimeout(resolve, WITHIN_MS));
    expect(await w.incidents()).toEqual([]);
  });

  it.each(Object.entries(SABOTAGES))(
    '%s is found within two intervals, told to the right one, and cleared when it is mended',
    async (_, { sql, finds, mustAct = 'province', healed }) => {
      const id = await w.deliver();
      await w.db.query(sql, [id]);
      const found = await isFound(finds);
      expect(found.must_act).toBe(mustAct);
      const [, check, invariant = ''] = finds.split('|');
      if (check === 'invariants') expect(found.sample).toBe(`${invariant} lanes=1 dossiers=${await codeOf(id)}`);
      if (healed !== undefined) {
        await eventually(async () => {
          expect((await w.db.query(healed, [id])).rowCount).toBe(1);
        });
      }
      await w.repair();
      await isCleared(finds);
    },
  );

  it('dossiers of a divided unit that nobody decided on are counted for the province, and cleared with the last of them', async () => {
    const ids = [await w.deliver(), await w.deliver(), await w.deliver()];
    const { rows } = await w.db.query<{ id: number; before: number; own: number }>(
      `SELECT s.old_unit_id AS id, b.old_unit_id AS before, d.received_unit_id AS own FROM unit_successor s
       JOIN unit_successor b ON b.new_unit_id = s.old_unit_id AND b.resolution = 'whole', dossier d
       WHERE s.kind = 'split' AND d.id = $1 LIMIT 1`,
      [ids[0]],
    );
    const [divided] = rows;
    const receive = (unit: number | undefined, dossiers: readonly number[], status: number): Promise<unknown> =>
      w.db.query('UPDATE dossier SET received_unit_id = $1, status = $3 WHERE id = ANY($2)', [unit, dossiers, status]);
    await receive(divided?.id, ids.slice(0, 1), 2);
    // What it had taken over before is its own; what is over waits for nobody.
    await receive(divided?.before, ids.slice(1, 2), 2);
    await receive(divided?.id, ids.slice(2), 10);
    const fingerprint = `check|undecided|${String(divided?.id)}`;
    const found = await isFound(fingerprint);
    expect([found.must_act, found.sample]).toEqual(['province', 'unit=15772 dossiers=2']);
    await receive(divided?.own, ids, 2);
    await isCleared(fingerprint);
  });

  it('a sync of the catalogue that nobody will begin with ends at once; one that is not over after a day is found', async () => {
    const order = (id: string, startedAt: string): Promise<unknown> =>
      w.db.query(
        `INSERT INTO job (id, kind, state, task, task_hash, destinations, reason, created_by, created_at, started_at)
         VALUES ($1, 'sync', 'listing', '{}', '', '{national}', 'thử / test', 'an.tran', now() - interval '25 hours', ${startedAt})`,
        [id],
      );
    const [unread, standing] = ['01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000002'];
    await order(unread, 'NULL');
    await eventually(async () => {
      const { rows } = await w.db.query('SELECT state, error FROM job WHERE id = $1', [unread]);
      expect(rows).toEqual([{ state: 'failed', error: 'sync.not-configured' }]);
    });
    await order(standing, 'now()');
    const found = await isFound('check|syncs|national');
    expect([found.must_act, found.sample]).toEqual(['province', 'national state=listing hours=25']);
    await w.db.query(`UPDATE job SET state = 'done' WHERE id = $1`, [standing]);
    await isCleared('check|syncs|national');
  });

  it('the clock of the machine is found too', async () => {
    machineMs = 60_000;
    expect((await isFound('check|clocks|machine')).sample).toBe('machine skewSeconds=60');
    machineMs = 0;
    await isCleared('check|clocks|machine');
  });
});

describe('what runs out', () => {
  it('is found before it has: disks, connections and the size of the database', async () => {
    const other = await openWatched();
    const tight = await other.start({ checks: { ...CHECKS, percent: 0.0001, databaseGib: 1, disks: [tmpdir()] } });
    const found = (): Promise<string[]> =>
      other.incidents().then((rows) => rows.filter((row) => row.cleared_at === null).map(({ fingerprint }) => fingerprint));
    await eventually(async () => {
      expect((await found()).toSorted()).toEqual([
        'check|caps|connections',
        'check|caps|database-size',
        `check|caps|disk ${tmpdir()}`,
      ]);
    });
    await tight.close();
    const wide = await other.start();
    await eventually(async () => {
      expect(await found()).toEqual([]);
    });
    await wide.close();
    await other.close();
  });

  it('is found of certificates, by a handshake with the destination', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'one-stop-certificate-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '5'];
    execFileSync('openssl', [...request, '-subj', '/CN=127.0.0.1', '-keyout', key, '-out', cert], { stdio: 'ignore' });
    const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const other = await openWatched();
    const running = await other.start({ partners: partnersAt(`https://127.0.0.1:${String(port)}`) });
    await eventually(async () => {
      const [row] = await other.incidents();
      expect(row).toMatchObject({ fingerprint: `check|certificates|national|127.0.0.1:${String(port)}`, must_act: 'national' });
      expect(row?.sample).toMatch(/^127\.0\.0\.1 daysLeft=[45]$/);
    });
    await running.close();
    await other.close();
    server.close();
    rmSync(folder, { recursive: true });
  });
});

describe('two schedulers', () => {
  it('do each duty once, and one takes over from one that is gone when its lease has run out', async () => {
    const other = await openWatched();
    await other.db.query(
      `INSERT INTO duty (name, cursor, holder, lease_until) VALUES ('check|invariants', 0, 'gone', now() + interval '2 seconds')`,
    );
    const id = await other.deliver();
    await other.db.query(PENDING, [id]);
    const both = await Promise.all([other.start(), other.start()]);
    const holders = async (): Promise<(string | null)[]> =>
      (await other.db.query<{ holder: string | null }>(`SELECT holder FROM duty WHERE name = 'check|invariants'`)).rows.map(
        ({ holder }) => holder,
      );
    expect(await holders()).toEqual(['gone']);
    expect(await other.incidents()).toEqual([]);
    await eventually(async () => {
      const found = (await other.incidents()).map(({ fingerprint }) => fingerprint);
      expect(found).toContain('check|invariants|idle-with-work|national');
    });
    expect(await holders()).not.toEqual(['gone']);
    await Promise.all(both.map((running) => running.close()));
    // Whoever stops in good order lets others go on at once.
    expect(await holders()).toEqual([null]);
    await other.close();
  });
});
