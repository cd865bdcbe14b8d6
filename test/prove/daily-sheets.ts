import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import type { LegalDay } from '#canonical';
import { SheetArchive } from '#ledger';
import { openLog } from '#runtime';
import { writeSheet } from '#sheets';
import { command, databaseUrl } from '../support/databases.ts';
import { NATIONAL_ROW, prepareTestDatabase, PROVINCE_ROW } from '../support/open-test-ledger.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import type { ProofOptions, Result } from './proof.ts';

const DAY = '2026-01-09' as LegalDay;
const DAYS = 40;
const MOST_ALL_S = 30;
const MOST_ONE_MS = 2_000;
const TRIES = 5;

/** The sheets of all communes and of the province over many dossiers, from one look; and that of one commune. */
export async function proveDailySheets({ dossiers, say }: ProofOptions & { dossiers: number }): Promise<Result> {
  const server = await startPostgresServer({ durable: true });
  const folder = mkdtempSync(join(tmpdir(), 'one-stop-sheets-'));
  try {
    await command(server.url, 'CREATE DATABASE prove');
    const url = databaseUrl(server.url, 'prove');
    await prepareTestDatabase(url, [NATIONAL_ROW, PROVINCE_ROW]);
    const units = await fill(url, dossiers);
    say(`${String(dossiers)} dossiers of ${String(units)} units`);
    const looked = await look(url);
    const written = writeAll(url, folder);
    const sum = looked.received === Math.ceil(dossiers / DAYS) && written.files === 2 * (units + 1);
    const met = sum && written.seconds < MOST_ALL_S && looked.oneMs < MOST_ONE_MS;
    return {
      figures: { dossiers, units, ...looked, ...written },
      target: `all sheets of ${String(dossiers)} dossiers written in < ${String(MOST_ALL_S)} s, one in < ${String(MOST_ONE_MS)} ms; none is left out`,
      met,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await server.stop();
  }
}

async function look(url: string): Promise<{ allMs: number; oneMs: number; received: number; provinceKiB: number }> {
  const archive = await SheetArchive.open(url, openLog('prove'));
  try {
    const began = performance.now();
    const { province } = await archive.sheets.all(DAY);
    const allMs = Math.round(performance.now() - began);
    let oneMs = 0;
    for (let round = 0; round < TRIES; round += 1) {
      const at = performance.now();
      writeSheet(await archive.sheets.read(DAY, { kind: 'unit', code: '14797' }), 'html');
      oneMs = Math.max(oneMs, Math.round(performance.now() - at));
    }
    const provinceKiB = Math.round(writeSheet(province, 'html').text.length / 1_024);
    return { allMs, oneMs, received: province.facts.dossiers.received, provinceKiB };
  } finally {
    await archive.close();
  }
}

/** The command, as somebody runs it every morning. */
function writeAll(url: string, folder: string): { seconds: number; files: number; peakMiB: number } {
  const began = performance.now();
  const program = resolve('dist/programs/standalone/daily-sheets.js');
  const { status, stderr } = spawnSync(process.execPath, [program, '--day', DAY, '--out', folder], {
    env: { PATH: process.env['PATH'], DATABASE_URL: url, DATA_DIR: '/nonexistent', NODE_OPTIONS: `--import=${NOTE_PEAK}` },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const seconds = Math.round(performance.now() - began) / 1_000;
  const peak = /peak (\d+)/.exec(stderr)?.[1];
  const files = readdirSync(folder);
  const page = readFileSync(join(folder, `phieu-${DAY}-14797.html`), 'utf8');
  if (!page.includes('Phường Hạc Thành')) throw new Error('a page without a sheet');
  return { seconds, files: files.length, peakMiB: Math.round(Number(peak ?? 0) / 1_024) };
}

/** Says at its end how much memory the command held at most, in KiB. */
const NOTE_PEAK = `data:text/javascript,${encodeURIComponent(
  `process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS))`,
)}`;

/** Fills the database straight: what is measured is how it is read. Answers how many units there are. */
async function fill(url: string, dossiers: number): Promise<number> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  try {
    for (const statement of FILL) await db.query(statement, statement.includes('$1') ? [dossiers] : []);
    await db.query('VACUUM ANALYZE');
    const { rows } = await db.query<{ units: number }>('SELECT count(*)::int AS units FROM prove_unit');
    return rows[0]?.units ?? 0;
  } finally {
    await db.end();
  }
}

// Received on forty days until that of the sheet; most are over, a tenth is late, some wait, are held or refused at the national portal.
const FILL = [
  `CREATE TABLE prove_unit AS SELECT row_number() OVER (ORDER BY a.code)::int - 1 AS n, u.id, a.code FROM unit u
   JOIN unit_alias a ON a.unit_id = u.id AND a.scheme = 'administrative' AND upper_inf(a.recorded) WHERE u.valid @> '${DAY}'::date`,
  `INSERT INTO dossier (code, client_id, received_unit_id, procedure, received_on, last_seq, head_seq, client_seq, status, step_filled, created_at,
     due_at, finished_at, returned_at, times_seq)
   SELECT 'H56.' || p.code || '-260101-' || lpad(g::text, 6, '0'), 1, p.id, '2.000815', r.day, 4, 4, 4,
     CASE WHEN g % 10 < 7 THEN 9 ELSE 4 END, '{}', r.day, r.day + interval '5 days', CASE WHEN g % 10 < 7 THEN r.day + interval '3 days' END, NULL, 4
   FROM generate_series(0, $1::int - 1) g JOIN prove_unit p ON p.n = g % (SELECT count(*) FROM prove_unit),
     LATERAL (SELECT '${DAY}'::date - (g % ${String(DAYS)}) AS day) r`,
  `INSERT INTO lane (dossier_id, destination, epoch, generation, state, cause, fence, ack_seq, present, adopt, reassert, failures)
   SELECT d.id, x.id, 1, 1, CASE WHEN d.id % 97 = 0 THEN 'held' WHEN d.id % 89 = 0 THEN 'blocked' ELSE 'idle' END,
     CASE WHEN d.id % 97 = 0 THEN 'unmapped|national|procedure|9' WHEN d.id % 89 = 0 THEN 'refused' END, 0, 4, true, false, false, 0
   FROM dossier d CROSS JOIN destination x`,
  `INSERT INTO lane_wait (dossier_id, destination, fingerprint, since)
   SELECT dossier_id, destination, cause, now() FROM lane WHERE state IN ('held', 'blocked') ON CONFLICT DO NOTHING`,
  `INSERT INTO outcome (pos, id, dossier_id, destination, seq, state, cause, must_act, at)
   SELECT row_number() OVER (ORDER BY d.received_on, d.id), gen_random_uuid(), l.dossier_id, l.destination, s,
     CASE WHEN s = 4 AND l.state = 'held' THEN 'held' WHEN s = 4 AND l.state = 'blocked' THEN 'refused' ELSE 'delivered' END,
     CASE WHEN s = 4 AND l.state = 'held' THEN 'unmapped|national|procedure|9' WHEN s = 4 AND l.state = 'blocked' THEN 'national.content' ELSE 'delivered' END,
     CASE WHEN s = 4 AND l.state = 'blocked' THEN 'commune' ELSE 'nobody' END, d.received_on + s * interval '1 hour'
   FROM lane l JOIN dossier d ON d.id = l.dossier_id CROSS JOIN generate_series(1, 4) s`,
  `INSERT INTO discrepancy (id, side, tier, kind, field, dossier_code, dossier_id, client_id, unit_id, day, fingerprint, must_act, first_at, last_at,
     found_by, seen_by, heal, heal_state, cause, tries)
   SELECT gen_random_uuid(), 'client:a', 'commune', 'field', 'p1', code, id, 1, received_unit_id, received_on, 'x', 'commune', now(), now(),
     gen_random_uuid(), gen_random_uuid(), 'task', 'person', 'content.differs', 0 FROM dossier WHERE id % 500 = 0`,
];
