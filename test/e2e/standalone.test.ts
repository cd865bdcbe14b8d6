import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { embeddedUrl } from '../../apps/standalone/src/database/postgres-part.ts';
import { demoCommunes } from '../../apps/standalone/src/demo/communes.ts';
import { demoSource, planDemo } from '../../apps/standalone/src/demo/plan.ts';
import { SecretStore } from '../../apps/standalone/src/disk/secret-store.ts';
import { widthOf } from '../../apps/standalone/src/terminal/width.ts';
import { asCommune, dossierOf, heldCodes, type Receipt } from '../support/edition-calls.ts';
import {
  commandOf,
  isAlive,
  killAll,
  openGround,
  startEdition,
  type Edition,
  type Ground,
  type Ready,
} from '../support/edition.ts';
import { clientCommand, migrateCommand } from '../support/client-command.ts';
import { eventually } from '../support/eventually.ts';

const WHOLE = 'không mất, không trùng, đúng thứ tự';

describe('the single-machine edition', () => {
  let ground: Ground;
  let edition: Edition;
  let ready: Ready;
  let receipt: Receipt;

  beforeAll(async () => {
    ground = await openGround();
    edition = startEdition(ground, ['--seed', '7']);
    ready = await edition.ready();
  });

  afterAll(async () => {
    await killAll(edition.pids());
    ground.remove();
  });

  it('ends its demo with a table of what both portals hold, all of it exactly once', async () => {
    const output = edition.output();
    for (const portal of ['Cổng quốc gia', 'Cổng tỉnh']) expect(output).toMatch(new RegExp(`✔ .* ${portal}: .*${WHOLE}`));
    const total = /Tổng · Total: 24 +240 +(\d+) +240 +(\d+) +\1 +240 +(\d+) +\1\n/.exec(output);
    const [steps = NaN, ...records] = (total ?? []).slice(1).map(Number);
    // A step makes at most one record, and a record that waits gives way to a newer one: how many went depends on how fast each portal was.
    expect(records).toHaveLength(2);
    for (const there of records) {
      expect(there).toBeGreaterThanOrEqual(240);
      expect(there).toBeLessThanOrEqual(240 + steps);
    }
    expect(await heldCodes(ready)).toHaveLength(240);
    const begins = output.indexOf('Các cổng');
    const table = output.slice(begins, output.indexOf('✔', begins));
    expect(table.split('\n').filter((line) => widthOf(line) > 100)).toEqual([]);
    // The addresses are printed right after ready.json is there.
    await eventually(() => {
      expect(edition.output()).toContain(ready.partnerApi);
    });
  });

  it('sends the demo of its seed, which is the same on every machine and day', async () => {
    const communes = demoCommunes('config', 'H56', new SecretStore(join(ground.data, 'secrets')));
    const source = demoSource(undefined, { seed: 7, today: '2027-01-01', config: 'config' });
    const codes = planDemo(communes, source).flatMap(({ dossiers }) => dossiers.map(({ dossierCode }) => dossierCode));
    expect(new Set(await heldCodes(ready))).toEqual(new Set(codes));
  });

  it('says in ready.json where it is and how communes log in, for its owner alone', () => {
    const { communes, ...rest } = ready;
    expect(rest).toEqual({
      pid: edition.child.pid,
      startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      partnerApi: `http://127.0.0.1:${String(ground.partnerApiPort)}`,
      console: `http://127.0.0.1:${String(ground.consolePort)}`,
      simulator: `http://127.0.0.1:${String(ground.simulatorPort)}`,
      national: { username: 'cong-dvcqg', password: expect.stringMatching(/^[\w-]{43}$/) },
      operators: ['viewer', 'operator', 'admin'].map((role) => ({
        ...{ username: `demo-${role}`, role },
        password: expect.stringMatching(/^[\w-]{43}$/),
      })),
    });
    expect(communes.length).toBeGreaterThanOrEqual(20);
    expect(communes[0]).toEqual({
      id: 'commune-14797',
      agencyCode: 'H56.14797',
      apiKey: expect.stringMatching(/^[\w-]{43}$/),
      username: 'commune-14797',
      password: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(new Set(communes.map(({ apiKey }) => apiKey)).size).toBe(communes.length);
    expect(statSync(edition.readyFile).mode & 0o777).toBe(0o600);
  });

  it('lets its operators in at the console, each as far as the role reaches', async () => {
    const statuses: number[][] = [];
    for (const { username, password, role } of ready.operators) {
      const headers = { 'x-requested-by': 'console', 'content-type': 'application/json' };
      const body = JSON.stringify({ username, password });
      const login = await fetch(`${ready.console}/api/session`, { method: 'POST', headers, body });
      expect(await login.json()).toMatchObject({ operator: { username, role } });
      const [cookie = ''] = (login.headers.get('set-cookie') ?? '').split(';');
      const ask = async (path: string, more: RequestInit = {}): Promise<number> =>
        (await fetch(`${ready.console}${path}`, { ...more, headers: { ...headers, cookie } })).status;
      const act = { method: 'POST', body: JSON.stringify({ reason: 'thử quyền' }) };
      statuses.push([
        await ask('/api/destinations'),
        await ask('/api/destinations/national/resume', act),
        await ask('/api/audit'),
      ]);
    }
    expect(statuses).toEqual([
      [200, 403, 403],
      [200, 409, 403],
      [200, 409, 200],
    ]);
    const page = async (path: string): Promise<[number, string | null]> => {
      const { status, headers } = await fetch(`${ready.console}${path}`);
      return [status, headers.get('content-type')];
    };
    for (const path of ['/', '/docs']) expect(await page(path)).toEqual([200, expect.stringMatching(/^text\/html/)]);
  });

  it('keeps its secrets closed', () => {
    const secrets = join(ground.data, 'secrets');
    expect(statSync(secrets).mode & 0o777).toBe(0o700);
    const modes = readdirSync(secrets).map((name) => statSync(join(secrets, name)).mode & 0o777);
    expect(modes.length).toBeGreaterThan(48);
    expect(new Set(modes)).toEqual(new Set([0o600]));
    expect(edition.output()).not.toContain(ready.communes[0]?.apiKey);
  });

  it('delivers what a commune sends by hand to both portals', async () => {
    const answer = await asCommune(ready, 'dossiers', dossierOf('H56.14797'));
    expect([answer.status, answer.body.result]).toEqual([202, 'accepted']);
    receipt = answer.body;
    await eventually(async () => (await heldCodes(ready)).includes('H56.14797-261123-0001'));
  });

  it('takes a client that is added while it runs, and refuses it when it is revoked', async () => {
    const place = { data: ground.data };
    const added = await clientCommand(place, 'add', 'moi', '--name', 'UBND phường Quang Trung', '--units', '14818', '--json');
    const [key] = added.json['keys'] as { apiKey: string }[];
    const look = async (): Promise<number> => {
      const headers = { authorization: `Bearer ${key?.apiKey ?? ''}` };
      return (await fetch(`${ready.partnerApi}/v1/dossiers/H56.14818-261123-0001`, { headers })).status;
    };
    await eventually(
      async () => {
        expect(await look()).toBe(404);
      },
      { withinMs: 5_000 },
    );
    const { stdout } = await clientCommand(place, 'list');
    expect(stdout).toMatch(/commune-14797 +Phường Hạc Thành .* ∞ \/ ∞/);
    // One of the demo's clients is limited as any new one.
    expect(stdout.match(/^commune-.* 50 \/ 500/gm)).toHaveLength(1);
    await clientCommand(place, 'revoke', 'moi');
    await eventually(
      async () => {
        expect(await look()).toBe(401);
      },
      { withinMs: 5_000 },
    );
  });

  it('finds everything again after kill -9 of all its processes, and sends the demo no second time', async () => {
    await killAll(edition.pids());
    edition = startEdition(ground);
    ready = await edition.ready();
    expect(await asCommune(ready, `receipts/${receipt.receiptId}`)).toMatchObject({
      status: 200,
      body: { contentHash: receipt.contentHash },
    });
    const again = await asCommune(ready, 'dossiers', dossierOf('H56.14797'));
    expect(again.body).toMatchObject({ result: 'duplicate', receiptId: receipt.receiptId });
    expect(edition.output()).toContain('không gửi lại');
    expect(edition.output()).toContain(WHOLE);
    expect(await heldCodes(ready)).toHaveLength(241);
  });

  it('takes over from what it left running when it alone is killed', async () => {
    const orphans = edition.pids().filter((pid) => pid !== edition.child.pid);
    await killAll([edition.child.pid ?? 0]);
    edition = startEdition(ground, ['--no-demo']);
    ready = await edition.ready();
    expect(orphans.filter(isAlive)).toEqual([]);
    expect((await asCommune(ready, `receipts/${receipt.receiptId}`)).status).toBe(200);
    expect(edition.output()).not.toContain(WHOLE);
  });

  it('takes its processes along when it alone is killed and is not started again', async () => {
    const pids = edition.pids();
    await killAll([edition.child.pid ?? 0]);
    await eventually(() => !pids.some(isAlive));
    edition = startEdition(ground, ['--no-demo']);
    ready = await edition.ready();
  });

  it('starts a process again that died, and says so', async () => {
    await killAll(edition.pids().filter((pid) => commandOf(pid).includes('programs/partner-api')));
    await eventually(async () => (await asCommune(ready, `receipts/${receipt.receiptId}`)).status === 200);
    expect(edition.output()).toMatch(/partner-api đã dừng \(SIGKILL\)[^]*partner-api chạy lại/);
  });

  it('sends what waited for a code once npm run migrate has read it beside the running processes', async () => {
    const dossier = { ...dossierOf('H56.14797'), dossierCode: 'H56.14797-261123-0002', procedureCode: '9.000001' };
    expect((await asCommune(ready, 'dossiers', dossier)).status).toBe(202);
    const state = async (): Promise<unknown> => (await asCommune(ready, `dossiers/${dossier.dossierCode}`)).body;
    await eventually(async () => {
      expect(await state()).toMatchObject({
        destinations: [
          { id: 'national', state: 'held' },
          { id: 'province', state: 'held' },
        ],
      });
    });
    const config = join(ground.data, 'config');
    cpSync('config', config, { recursive: true });
    appendFileSync(join(config, 'procedures.csv'), '9.000001,Thủ tục mới,G15-HT01,Hộ tịch,,\n');
    // The ports of the edition are not said: where its dossiers go is its own affair.
    const { code, stderr } = await migrateCommand({ DATA_DIR: ground.data, CONFIG_DIR: config });
    expect([code, stderr]).toEqual([0, '']);
    await eventually(async () => (await heldCodes(ready)).includes(dossier.dossierCode));
    expect(await generations(ground.data)).toEqual([1, 1]);
  });

  it('refuses a second start on the same data folder, and leaves the first alone', async () => {
    const second = startEdition(ground);
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`pid ${String(edition.child.pid)}`);
    expect((await asCommune(ready, `receipts/${receipt.receiptId}`)).status).toBe(200);
  });

  it('stops on Ctrl-C within 10 s and leaves no process behind', async () => {
    const pids = edition.pids();
    expect(pids).toHaveLength(7);
    const since = performance.now();
    process.kill(-(edition.child.pid ?? 0), 'SIGINT');
    expect(await edition.ended).toBe(0);
    expect(performance.now() - since).toBeLessThan(10_000);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(existsSync(edition.readyFile)).toBe(false);
    expect(existsSync(join(ground.data, 'postgres', 'postmaster.pid'))).toBe(false);
  });
});

/** How often the destinations have become other ones, whose dossiers are all sent anew. */
async function generations(data: string): Promise<number[]> {
  const password = readFileSync(join(data, 'secrets', 'database-superuser'), 'utf8').trim();
  const owner = new pg.Client({ connectionString: embeddedUrl(join(data, 'run'), password) });
  await owner.connect();
  try {
    return (await owner.query<{ generation: number }>('SELECT generation FROM destination')).rows.map(
      ({ generation }) => generation,
    );
  } finally {
    await owner.end();
  }
}
