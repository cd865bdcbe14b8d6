import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { Calendar } from '#canonical';
import { eventually } from '../../support/eventually.ts';
import { CHECKS, KEEPING, openWatched, type Watched } from './open-test-scheduler.ts';

const DAY_MS = 86_400_000;

let watched: Watched;

beforeAll(async () => {
  watched = await openWatched();
});

afterAll(() => watched.close());

// What it is called, its state, whether it winds down, and how many days ago it was over, or ready where it never was.
const REPLAYS = [
  ['done long ago', 'done', false, 200],
  ['cancelled long ago', 'cancelled', false, 200],
  ['never started', 'ready', false, 200],
  ['done of late', 'done', false, 100],
  ['runs for long', 'running', false, 200],
  ['winds down', 'cancelled', true, 200],
] as const;

async function plant(): Promise<void> {
  for (const [name, state, windsDown, daysAgo] of REPLAYS)
    await watched.db.query(
      `WITH planted AS (
         INSERT INTO job (id, kind, state, task, task_hash, destinations, reason, created_by, created_at, ready_at, finished_at, winding_down)
         SELECT gen_random_uuid(), 'replay', $2, '{}', 'x', '{}', $1, 'x', t.at, t.at, CASE WHEN $2 IN ('done', 'cancelled') THEN t.at END, $3
         FROM (SELECT now() - $4 * interval '1 day' AS at) t RETURNING id)
       INSERT INTO job_item (job_id, dossier_id, destination, state) SELECT id, n, 'national', 'nothing' FROM planted, generate_series(1, 3) AS n`,
      [name, state, windsDown, daysAgo],
    );
  for (const [period, endedDaysAgo, computedDaysAgo] of [
    ['2019', 1_200, 1_200],
    ['2020', 1_200, 10],
    ['2026', 10, 10],
  ] as const)
    await watched.db.query(
      `WITH run AS (INSERT INTO score_run (id, period, ends_at, rules, begun_at, computed_at)
         SELECT gen_random_uuid(), $1, now() - $2 * interval '1 day', '{}', t.at, t.at FROM (SELECT now() - $3 * interval '1 day' AS at) t RETURNING id)
       INSERT INTO score_figure (run_id, unit_id, figure, did, counted, lost) SELECT id, 0, '2.1', '{}', '{}', 0 FROM run`,
      [period, endedDaysAgo, computedDaysAgo],
    );
}

const namesOf = async (text: string): Promise<string[]> =>
  (await watched.db.query<{ name: string }>(text)).rows.map(({ name }) => name).sort();
const replays = (): Promise<string[]> => namesOf('SELECT reason AS name FROM job');
const periods = (): Promise<string[]> => namesOf('SELECT period AS name FROM score_run');

it('what is long over is forgotten whole, and nothing that is under way or that somebody has just computed', async () => {
  await plant();
  const scheduler = await watched.start({ keeping: { ...KEEPING, replaysMs: 180 * DAY_MS, scoreMs: 1_100 * DAY_MS } });
  try {
    await eventually(async () => {
      expect(await replays()).toEqual(['done of late', 'runs for long', 'winds down']);
      expect(await periods()).toEqual(['2020', '2026']);
    });
  } finally {
    await scheduler.close();
  }
  const { rows } = await watched.db.query('SELECT FROM job_item i WHERE NOT EXISTS (SELECT FROM job j WHERE j.id = i.job_id)');
  expect(rows).toEqual([]);
  expect(await namesOf(`SELECT count(*)::text AS name FROM job_item`)).toEqual(['9']);
});

it('who forgets may take nothing else away, and nothing that is younger than a week', async () => {
  const duty = new pg.Client({ connectionString: watched.dutyUrl });
  await duty.connect();
  try {
    await expect(duty.query('DELETE FROM job')).rejects.toThrow('permission denied');
    await expect(duty.query('DELETE FROM job_item')).rejects.toThrow('permission denied');
    const forget = async (): Promise<unknown> => (await duty.query(`SELECT forget_replay('infinity') AS gone`)).rows;
    await watched.db.query(`UPDATE job SET finished_at = now() - interval '6 days' WHERE reason = 'done of late'`);
    expect(await forget()).toEqual([{ gone: false }]);
    await watched.db.query(`UPDATE job SET finished_at = now() - interval '8 days' WHERE reason = 'done of late'`);
    expect(await forget()).toEqual([{ gone: true }]);
  } finally {
    await duty.end();
  }
});

it('a year that the calendar lacks is an incident until the database and the file have it', async () => {
  const next = new Date().getUTCFullYear() + 1;
  const told = async (): Promise<unknown> =>
    (await watched.incidents()).find(({ fingerprint }) => fingerprint === `check|calendar|${String(next)}`);
  await watched.db.query('DELETE FROM calendar_day WHERE extract(year FROM day) = $1', [next]);
  const calendar = new Calendar(new Map([...CHECKS.calendar.others].filter(([day]) => !day.startsWith(String(next)))));
  const first = await watched.start({ checks: { ...CHECKS, calendar, calendarDays: 365 } });
  try {
    const saying = (missingIn: string): unknown =>
      expect.objectContaining({
        must_act: 'province',
        cleared_at: null,
        sample: expect.stringMatching(`^year=${String(next)} daysLeft=\\d+ missingIn=${missingIn}$`),
      });
    await eventually(async () => {
      expect(await told()).toEqual(saying('file,database'));
    });
    await watched.db.query(`INSERT INTO calendar_day VALUES (make_date($1, 1, 1), 'off')`, [next]);
    await eventually(async () => {
      expect(await told()).toEqual(saying('file'));
    });
  } finally {
    await first.close();
  }
  const second = await watched.start({ checks: { ...CHECKS, calendarDays: 365 } });
  try {
    await eventually(async () => {
      expect(await told()).toMatchObject({ cleared_at: expect.any(Date) });
    });
  } finally {
    await second.close();
  }
});
