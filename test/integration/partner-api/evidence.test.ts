import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leafOf, type Attested } from '#canonical';
import { openDutyLedger } from '#ledger';
import { Clock, openLog, PublicKey } from '#runtime';
import { evidenceCommand } from '../../support/client-command.ts';
import { aDossier, TEST_SIGNER } from '../../support/open-test-ledger.ts';
import { openDoor, type OpenDoor } from './open-door.ts';

interface Evidence {
  readonly salt: string;
  readonly leaf: string;
  readonly signature: string;
  readonly key: string;
}
type Receipt = Attested & { readonly evidence: Evidence | null };

const CODE = 'H56.14797-261127-0001';

let door: OpenDoor;
let folder = '';
let receipt: Receipt;
let pem = '';

beforeAll(async () => {
  door = await openDoor({ signer: TEST_SIGNER });
  folder = mkdtempSync(join(tmpdir(), 'one-stop-evidence-'));
  receipt = (await door.post('/v1/dossiers', aDossier(CODE))).body as unknown as Receipt;
  pem = ((await door.get('/v1/evidence')).body['key'] as { pem: string }).pem;
  const duty = await openDutyLedger({ url: door.databaseUrl, clock: new Clock(), log: openLog('test'), poolSize: 1 });
  await duty.evidence.seal(0, new Date());
  // As if it were tomorrow, so that today is over.
  await duty.evidence.anchor(TEST_SIGNER, new Date(Date.now() + 86_400_000));
  await duty.close();
  writeFileSync(join(folder, 'key.pem'), pem);
  writeFileSync(join(folder, 'receipts.jsonl'), `${JSON.stringify(receipt)}\n`);
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await door.close();
});

describe('a receipt', () => {
  it('is signed over the leaf that is made of what it says', () => {
    const { evidence } = receipt;
    const leaf = leafOf({ ...receipt, salt: evidence?.salt ?? '' });
    expect(evidence?.leaf).toBe(leaf.toString('hex'));
    const [key] = PublicKey.readAll(pem);
    expect([key?.id, key?.verifies(leaf, evidence?.signature ?? '')]).toEqual([evidence?.key, true]);
  });

  it('has the same evidence when it is sent again and when it is read again', async () => {
    const again = await door.post('/v1/dossiers', { items: [aDossier(CODE)] });
    const read = await door.get(`/v1/receipts/${receipt.receiptId}`);
    expect((again.body['receipts'] as Receipt[])[0]?.evidence).toEqual(receipt.evidence);
    expect(read.body['evidence']).toEqual(receipt.evidence);
  });

  it('has none where nothing was kept', async () => {
    const trial = await door.post('/v1/dossiers?validateOnly=true', aDossier('H56.14797-261127-0002'));
    expect(trial).toMatchObject({ status: 200, body: { receiptId: null, evidence: null } });
    const refused = await door.post('/v1/dossiers', { items: [{ ...aDossier('H56.14797-261127-0003'), status: 99 }] });
    expect((refused.body['receipts'] as Receipt[])[0]).toMatchObject({ result: 'refused', evidence: null });
  });
});

describe('the anchors', () => {
  it('are given by day', async () => {
    const { body } = await door.get('/v1/evidence');
    expect(body).toMatchObject({ key: { algorithm: 'Ed25519' }, anchors: [{ block: 1, keyId: TEST_SIGNER.publicKey.id }] });
    expect((await door.get('/v1/evidence?from=2020-01-01&to=2020-12-31')).body).toMatchObject({ anchors: [] });
  });

  it.each([
    'from=2026-02-31',
    'to=',
    'from=2026-11-02&to=2026-11-01',
    'from=2020-01-01&to=2026-01-01',
    'days=3',
    'from=1&from=2',
  ])('are refused for ?%s', async (query) => {
    expect(await door.get(`/v1/evidence?${query}`)).toMatchObject({ status: 422, body: { code: 'query.invalid' } });
  });

  it('are for who may call alone', async () => {
    expect((await door.get('/v1/evidence', { authorization: '' })).status).toBe(401);
  });
});

describe('npm run verify-evidence', () => {
  const days = ['--from', '2020-01-01', '--to', '2099-12-31'];
  const file = (): string => join(folder, 'evidence.jsonl');
  const offline = ['--key', 'key.pem', '--receipts', 'receipts.jsonl'];
  const here = (args: readonly string[]): string[] => args.map((arg) => (arg.includes('.') ? join(folder, arg) : arg));

  it('finds the database whole, and the receipt in it', async () => {
    const own = { DATABASE_URL: door.databaseUrl, EVIDENCE_KEY: Buffer.alloc(32, 11).toString('base64') };
    const ran = await evidenceCommand('verify', own, ...days, '--receipts', join(folder, 'receipts.jsonl'), '--json');
    expect([ran.code, JSON.parse(ran.stdout)]).toEqual([
      0,
      { blocks: 1, leaves: 1, anchors: 1, receipts: 1, items: { same: 1, erased: 0 }, broken: [], faults: 0 },
    ]);
  });

  it('finds a file whole without the gateway, and names what somebody changed in it', async () => {
    const wrote = await evidenceCommand('export', { DATABASE_URL: door.databaseUrl }, ...days, '--out', file());
    expect([wrote.code, wrote.stderr]).toEqual([0, '']);
    const whole = await evidenceCommand('verify', {}, ...days, '--file', file(), ...here(offline));
    expect([whole.code, whole.stdout]).toEqual([0, expect.stringContaining('Nguyên vẹn')]);
    const text = readFileSync(file(), 'utf8');
    writeFileSync(
      file(),
      text.replace(/("leaf":\[\d+,")(.)/, (_, before: string, digit: string) => before + (digit === 'a' ? 'b' : 'a')),
    );
    const broken = await evidenceCommand('verify', {}, ...days, '--file', file(), ...here(offline));
    expect(broken.code).toBe(1);
    expect(broken.stdout).toContain('root-wrong: khối 1');
    expect(broken.stdout).toContain(`receipt-missing: biên nhận ở dòng 1 (hồ sơ ${CODE})`);
  });

  it.each([
    [['--from', '2026-11-31', '--to', '2026-12-01'], 2, '--from “2026-11-31” sai'],
    [['--from', '2026-11-30'], 2, 'Thiếu --to'],
    [['--from', '2026-11-30', '--to', '2026-11-01'], 2, '--from phải không sau --to'],
    [[...days, '--file', '/nonexistent'], 1, 'Cần khoá công khai'],
    [[...days, '--key', '/nonexistent.pem'], 1, 'Không mở được tệp'],
  ])('says what is wrong with %j', async (args, code, says) => {
    const ran = await evidenceCommand('verify', {}, ...args);
    expect([ran.code, ran.stderr]).toEqual([code, expect.stringContaining(says)]);
  });

  it('explains itself', async () => {
    for (const which of ['verify', 'export'] as const) {
      const { code, stdout } = await evidenceCommand(which, {}, '--help');
      expect([code, stdout]).toEqual([0, expect.stringContaining(`npm run ${which}-evidence`)]);
    }
  });
});
