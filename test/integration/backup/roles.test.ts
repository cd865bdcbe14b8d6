import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openLedger, type Ledger } from '#ledger';
import { Clock, openLog } from '#runtime';
import {
  environmentOf,
  openBackupGround,
  PASSPHRASE,
  rowsOf,
  runCommand,
  takeBackup,
  type BackupGround,
} from '../../support/backup-commands.ts';
import { migrateCommand } from '../../support/client-command.ts';
import { command, databaseUrl } from '../../support/databases.ts';
import {
  aDossier,
  aStep,
  openTestLedger,
  receipts,
  submit,
  TEST_SECRETS,
  type TestLedger,
} from '../../support/open-test-ledger.ts';

const CODE = 'H56.14797-261123-0001';
const NAME = `restored_${Math.random().toString(36).slice(2)}`;

let t: TestLedger;
let ground: BackupGround;
let ownerUrl: string;

beforeAll(async () => {
  t = await openTestLedger();
  ground = openBackupGround(TEST_SECRETS);
  await receipts(submit(t.ledger, t.a, [aDossier(CODE), aStep(CODE, 4, '2026-11-23T09:00:00+07:00')]));
  const server = process.env['TEST_DATABASE_URL'] ?? '';
  await command(server, `CREATE ROLE ${NAME} LOGIN CREATEROLE PASSWORD 'x'`);
  await command(server, `CREATE DATABASE ${NAME} OWNER ${NAME}`);
  const url = new URL(databaseUrl(server, NAME));
  [url.username, url.password] = [NAME, 'x'];
  ownerUrl = url.href;
});

afterAll(async () => {
  await t.close();
  await command(process.env['TEST_DATABASE_URL'] ?? '', `DROP DATABASE IF EXISTS ${NAME} WITH (FORCE)`);
  ground.remove();
});

/** A process of the gateway, with the role and the password that `npm run migrate` made, and the keys that the restore put back. */
async function openAs(role: 'door' | 'road'): Promise<Ledger> {
  const secret = (name: string): string => readFileSync(join(ground.folder, 'data', 'secrets', name), 'utf8').trim();
  const url = new URL(ownerUrl);
  [url.username, url.password] = [`${NAME}_${role}`, secret(`database-${role}`)];
  const key = (name: string): Buffer => Buffer.from(secret(name), 'base64');
  const secrets = { pepper: key('pepper'), wrappingKey: key('wrapping-key') };
  const common = { application: role, clock: new Clock(), log: openLog('test'), secrets };
  return openLedger({ url: url.href, ...common, accepts: role === 'door' });
}

describe('a backup that is restored into a PostgreSQL with a role for each process', () => {
  it('is accepted into at once, and delivered from after after-restore alone', async () => {
    const folder = await takeBackup(ground, t.url);
    const { DATA_DIR = '' } = environmentOf(ground, ownerUrl);
    const environment = { DATABASE_URL: ownerUrl, DATA_DIR, BACKUP_PASSPHRASE: PASSPHRASE };
    const restored = await runCommand('restore', environment, '--from', folder);
    expect([restored.code, restored.stderr]).toEqual([0, '']);
    const partners = { PARTNERS_FILE: 'config/partners.demo.yaml', NATIONAL_BASE_URL: 'http://127.0.0.1:1' };
    const province = { PROVINCE_TOKEN_URL: 'http://127.0.0.1:1', PROVINCE_DOCUMENT_URL: 'http://127.0.0.1:1' };
    const account = {
      ...{ NATIONAL_USERNAME: 'u', NATIONAL_PASSWORD: 'p' },
      ...{ ...province, PROVINCE_CLIENT_ID: 'c', PROVINCE_CLIENT_SECRET: 's' },
    };
    const migrated = await migrateCommand({ ...environment, ...partners, ...account });
    expect([migrated.code, migrated.stdout]).toEqual([0, expect.stringContaining('npm run after-restore')]);

    const [door, road] = [await openAs('door'), await openAs('road')];
    expect(await door.readDossier(t.a, CODE)).toMatchObject({ status: 4, dossier: { applicant: { name: 'Nguyễn Văn A' } } });
    await receipts(submit(door, t.a, [aStep(CODE, 5, '2026-11-23T10:00:00+07:00')]));
    const order = { destination: 'national', among: 'all', most: 10, holder: 'h', leaseMs: 60_000 } as const;
    expect(await road.lanes.claim(order)).toEqual([]);
    expect(await road.deliveryState()).toMatchObject({ kind: 'unfinished' });

    await rowsOf(ownerUrl, `UPDATE restoration SET restored_at = restored_at - interval '1 hour'`);
    const finished = await runCommand('after-restore', environment, '--json');
    expect([finished.code, finished.stderr]).toEqual([0, '']);
    expect(JSON.parse(finished.stdout)).toMatchObject({
      kind: 'finished',
      clients: [{ code: 'a' }, { code: 'b' }, { code: 'closing' }],
    });
    const [lane] = await road.lanes.claim(order);
    expect(lane).toMatchObject({ dossierCode: CODE, unsure: { isLooked: false } });
    expect(lane?.pending.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    await Promise.all([door.close(), road.close()]);
  });
});
