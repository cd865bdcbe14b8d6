import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { Calendar, type LegalDay } from '#canonical';
import { prepareDatabase, readCalendar } from '#ledger';
import { DestinationSettings, Partners } from '#protocols';
import { openLog } from '#runtime';
import { startScheduler, type RunningScheduler, type SchedulerOptions } from '../../../apps/scheduler/src/index.ts';
import {
  aDossier,
  NATIONAL_ROW,
  openTestLedger,
  receipts,
  submit,
  TEST_SIGNER,
  type TestLedger,
} from '../../support/open-test-ledger.ts';

export const EVERY_MS = 1_000;
const FOREVER_MS = 36_500 * 86_400_000;
/** Nothing is so old. */
export const KEEPING: SchedulerOptions['keeping'] = {
  ...{ replaysMs: FOREVER_MS, scoreMs: FOREVER_MS, manifestsMs: FOREVER_MS, reconciliationMs: FOREVER_MS },
};

/** What an incident is to who looks into the ledger. */
export interface IncidentRow {
  readonly fingerprint: string;
  readonly kind: string;
  readonly must_act: string;
  readonly sample: string | null;
  readonly cleared_at: Date | null;
}

/** A ledger with nobody who delivers, and what looks after it. */
export interface Watched {
  readonly t: TestLedger;
  readonly db: pg.Client;
  /** Where the duties' own role gets in. */
  readonly dutyUrl: string;
  start: (more?: Partial<SchedulerOptions>) => Promise<RunningScheduler>;
  /** Accepts a dossier and makes it look delivered; answers its id. */
  deliver: () => Promise<number>;
  /** Makes everything look delivered again. */
  repair: () => Promise<void>;
  incidents: () => Promise<IncidentRow[]>;
  close: () => Promise<void>;
}

/** Years of which something is known, whenever the tests run. */
const YEARS = [0, 1].map((more) => new Date().getUTCFullYear() + more);

function newYearOf(year: number): LegalDay {
  return `${String(year)}-01-01` as LegalDay;
}

/** How the checks of these tests are made: quickly, and quiet about the machine that they run on. */
export const CHECKS = {
  ...{ everyMs: EVERY_MS, unclaimedMs: EVERY_MS, doubtMs: EVERY_MS, certificateDays: 21 },
  ...{ calendar: new Calendar(new Map(YEARS.map((year) => [newYearOf(year), 'off']))), calendarDays: 1 },
  ...{ percent: 99, disks: ['.'], databaseGib: undefined, wallClock: () => Date.now() },
};

/** No formulas: no period is computed. */
export const NO_SCORE: SchedulerOptions['score'] = {
  rules: [],
  calendar: readCalendar('config'),
  everyMs: 3_600_000,
  warnDays: [],
};

/** What a destination of these tests is like; `baseUrl`: where certificates are read. */
export function partnersAt(baseUrl = 'http://127.0.0.1:9'): Partners {
  const settings = { baseUrl, username: 'u', password: 'p', madonvi: 'm' };
  const patience = { callTimeoutMs: 50, leaseMs: 500, settlesWithinMs: 0, escalateAfterMs: EVERY_MS, sessionAgeMs: 60_000 };
  const national = { id: 'national', dialect: 'dvcqg', lookup: 'steps', settings, ...patience };
  return Object.assign(new Partners(), { destinations: [Object.assign(new DestinationSettings(), national)] });
}

/** The duties' own role, with the rights of production and no others; `drop` takes it away again. */
async function openRole(t: TestLedger, db: pg.Client): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  const name = `duty_${randomBytes(6).toString('hex')}`;
  await db.query(`CREATE ROLE ${name} LOGIN PASSWORD 'x'`);
  const owner = decodeURIComponent(new URL(t.url).username);
  const roles = { door: owner, road: owner, desk: owner, duty: name };
  const common = { configDir: 'config', province: 'H56', destinations: [NATIONAL_ROW], log: openLog('test') };
  await prepareDatabase({ ownerUrl: t.url, roles, ...common });
  const url = Object.assign(new URL(t.url), { username: name, password: 'x' }).href;
  const drop = async (): Promise<void> => {
    await db.query(`DROP OWNED BY ${name}`);
    await db.query(`DROP ROLE ${name}`);
  };
  return { url, drop };
}

export async function openWatched(): Promise<Watched> {
  const t = await openTestLedger();
  const db = new pg.Client({ connectionString: t.url });
  await db.connect();
  const role = await openRole(t, db);
  // A destination gets the dossiers that came after it was known.
  await db.query(`UPDATE destination SET changed_at = changed_at - interval '1 hour'`);
  await db.query(`INSERT INTO calendar_day SELECT unnest($1::date[]), 'off' ON CONFLICT DO NOTHING`, [YEARS.map(newYearOf)]);
  let serial = 0;
  const repair = async (): Promise<void> => {
    // A check that looks in between would see something that never is.
    await db.query(['BEGIN', ...REPAIR, 'COMMIT'].join(';'));
  };
  return {
    ...{ t, db, repair, dutyUrl: role.url },
    start: (more = {}) =>
      startScheduler({
        ...{ databaseUrl: role.url, pool: 3, partners: partnersAt(), checks: CHECKS, webhook: undefined, log: openLog('test') },
        ...{ health: { port: 0, bindAddress: '127.0.0.1' }, signer: TEST_SIGNER, sealEveryMs: 3_600_000 },
        ...{ score: NO_SCORE, keeping: KEEPING },
        ...more,
      }),
    deliver: async () => {
      serial += 1;
      const code = `H56.14797-261126-${String(serial).padStart(4, '0')}`;
      await receipts(submit(t.ledger, t.a, [aDossier(code)]));
      await repair();
      const { rows } = await db.query<{ id: string }>('SELECT id FROM dossier WHERE code = $1', [code]);
      return Number(rows[0]?.id);
    },
    incidents: async () => (await db.query<IncidentRow>('SELECT * FROM incident ORDER BY opened_at')).rows,
    close: async () => {
      await role.drop();
      await db.end();
      await t.close();
    },
  };
}

const REPAIR = [
  `UPDATE lane_item SET state = 'delivered', doubt = false, call_id = NULL`,
  `UPDATE lane l SET state = 'idle', due_at = NULL, hinted_at = NULL, lease_until = NULL, holder = NULL, cause = NULL, blocked_seq = NULL,
    failures = 0, failing_since = NULL, adopt = false, reassert = false, present = true,
    ack_seq = (SELECT last_seq FROM dossier d WHERE d.id = l.dossier_id)`,
  `DELETE FROM dossier d WHERE NOT EXISTS (SELECT FROM lane l WHERE l.dossier_id = d.id)`,
  `DELETE FROM item i WHERE NOT EXISTS (SELECT FROM lane_item w WHERE w.dossier_id = i.dossier_id AND w.seq = i.seq)`,
  `DELETE FROM partner_session`,
  `UPDATE clock_shift SET shift = interval '0'`,
];
