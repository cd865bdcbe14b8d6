import { userInfo } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { clientCommand, type CommandRun } from '../../support/client-command.ts';
import { eventually } from '../../support/eventually.ts';
import { DOSSIER, openDoor, type OpenDoor } from '../partner-api/open-door.ts';

interface Issued {
  readonly id: number;
  readonly apiKey?: string;
  readonly username?: string;
  readonly password?: string;
}

const WITHIN = { withinMs: 5_000 };

let door: OpenDoor;
let owner: pg.Client;

beforeAll(async () => {
  door = await openDoor();
  owner = new pg.Client({ connectionString: door.databaseUrl });
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await door.close();
});

const run = (...args: string[]): Promise<CommandRun> => clientCommand(door, ...args);

async function done(...args: string[]): Promise<CommandRun['json']> {
  const { code, json, stderr } = await run(...args, '--json');
  if (code !== 0) throw new Error(stderr);
  return json;
}

function keysOf(json: CommandRun['json']): readonly Issued[] {
  return json['keys'] as Issued[];
}

async function add(code: string, ...more: string[]): Promise<string> {
  return keysOf(await done('add', code, '--name', `UBND ${code}`, ...more))[0]?.apiKey ?? '';
}

/** What the door answers to a look-up with a key: 404 where it knows the key. */
async function statusFor(apiKey: string): Promise<number> {
  return (await door.get('/v1/dossiers/H56.14797-261123-9999', { authorization: `Bearer ${apiKey}` })).status;
}

async function audit(subject: string): Promise<{ actor: string; act: string; details: Record<string, unknown> }[]> {
  const { rows } = await owner.query<{ actor: string; act: string; details: Record<string, unknown> }>(
    'SELECT actor, act, details FROM audit WHERE subject = $1 ORDER BY id',
    [subject],
  );
  return rows;
}

describe('npm run client', () => {
  it('adds a client that a running door knows, and keeps nothing of its secrets', async () => {
    const shown = await run('add', 'moi', '--name', 'UBND phường Bỉm Sơn', '--units', '14812', '--login', 'bim-son');
    expect(shown.code).toBe(0);
    const [apiKey = ''] = /osgk_[\w-]{43}/.exec(shown.stdout) ?? [];
    const [password = ''] = /osgp_[\w-]{43}/.exec(shown.stdout) ?? [];
    expect(shown.stdout).toContain('bim-son');
    await eventually(async () => {
      expect(await statusFor(apiKey)).toBe(404);
    }, WITHIN);
    expect(door.ledger.clients.byLogin('bim-son', password)?.client.code).toBe('moi');
    const own = await door.post(
      '/v1/dossiers',
      { ...DOSSIER, dossierCode: 'H56.14812-261123-0001' },
      { authorization: `Bearer ${apiKey}` },
    );
    expect(own.status).toBe(202);
    const { rows } = await owner.query<{ row: string }>(
      `SELECT c::text || k::text AS row FROM client c JOIN client_key k ON k.client_id = c.id UNION ALL SELECT a::text FROM audit a`,
    );
    for (const { row } of rows) expect([apiKey, password].filter((secret) => row.includes(secret))).toEqual([]);
    expect(await audit('moi')).toEqual([
      {
        actor: userInfo().username,
        act: 'client.add',
        details: expect.objectContaining({ units: ['14812'], username: 'bim-son' }),
      },
    ]);
  });

  it('has both credentials work while they overlap, and the former one no longer after it', async () => {
    const first = await add('xoay', '--units', '14797');
    const rotated = await done('rotate', 'xoay', '--overlap', '12h', '--by', 'Nguyễn Thị Quản Trị');
    const second = keysOf(rotated)[0]?.apiKey ?? '';
    await eventually(async () => {
      expect([await statusFor(first), await statusFor(second)]).toEqual([404, 404]);
    }, WITHIN);
    const third = await run('rotate', 'xoay');
    expect([third.code, third.stderr]).toEqual([1, expect.stringContaining('revoke --key')]);
    await owner.query(
      `UPDATE client_key SET expires_at = gateway_now() WHERE expires_at IS NOT NULL AND client_id = (SELECT id FROM client WHERE code = 'xoay')`,
    );
    await eventually(async () => {
      expect([await statusFor(first), await statusFor(second)]).toEqual([401, 404]);
    }, WITHIN);
    expect(await audit('xoay')).toMatchObject([{ act: 'client.add' }, { act: 'client.rotate', actor: 'Nguyễn Thị Quản Trị' }]);
    const atOnce = keysOf(await done('rotate', 'xoay', '--overlap', '0'))[0]?.apiKey ?? '';
    await eventually(async () => {
      expect([await statusFor(second), await statusFor(atOnce)]).toEqual([401, 404]);
    }, WITHIN);
  });

  it('rotates a password together with the key, under the same name', async () => {
    const [, login] = keysOf(await done('add', 'ten', '--name', 'Tên', '--units', '14797', '--login', 'ten.dang.nhap'));
    const [key, next] = keysOf(await done('rotate', 'ten'));
    expect([key?.apiKey, next?.username]).toEqual([expect.stringMatching(/^osgk_/), 'ten.dang.nhap']);
    for (const account of [login, next])
      await eventually(() => {
        expect(door.ledger.clients.byLogin('ten.dang.nhap', account?.password ?? '')?.client.code).toBe('ten');
      }, WITHIN);
    const taken = await run('add', 'khac', '--name', 'Khác', '--units', '14797', '--login', 'ten.dang.nhap');
    expect([taken.code, taken.stderr]).toEqual([1, expect.stringMatching(/ten\.dang\.nhap[^]*that uses it:\n +ten\n$/)]);
    expect((await run('show', 'khac')).code).toBe(1);
    expect(await audit('khac')).toEqual([]);
  });

  it('gives a client that has only a key its first login, once, and keeps the key', async () => {
    const apiKey = await add('sau-nay', '--units', '14797');
    const shown = await run('set', 'sau-nay', '--login', 'sau.nay', '--error-code', 'text');
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringContaining('sau.nay')]);
    const [password = ''] = /osgp_[\w-]{43}/.exec(shown.stdout) ?? [];
    await eventually(() => {
      expect(door.ledger.clients.byLogin('sau.nay', password)?.client.code).toBe('sau-nay');
    }, WITHIN);
    expect(await statusFor(apiKey)).toBe(404);
    const again = await run('set', 'sau-nay', '--login', 'ten-khac');
    expect([again.code, again.stderr]).toEqual([1, expect.stringMatching(/rotate[^]*revoke --key[^]*password sau\.nay/)]);
    const lines = await audit('sau-nay');
    expect(lines).toMatchObject([
      { act: 'client.add' },
      { act: 'client.set', details: { username: 'sau.nay', errorCodeAsText: true, keys: [{ kind: 'password' }] } },
    ]);
    expect(JSON.stringify(lines)).not.toContain(password);
    const taken = await run('set', 'moi', '--name', 'Đổi rồi', '--login', 'sau.nay');
    expect([taken.code, taken.stderr]).toEqual([1, expect.stringMatching(/password bim-son|that uses it/)]);
    expect((await done('show', 'moi'))['name']).toBe('UBND phường Bỉm Sơn');
  });

  it('gives a client that has only a login a key, and lets it change its name by giving the former up', async () => {
    const [key, login] = keysOf(await done('add', 'doi-ten', '--name', 'Đổi tên', '--units', '14797', '--login', 'ten-cu'));
    const present = await run('set', 'doi-ten', '--api-key');
    expect([present.code, present.stderr]).toEqual([1, expect.stringContaining('rotate')]);
    await done('revoke', 'doi-ten', '--key', String(key?.id));
    const [fresh] = keysOf(await done('set', 'doi-ten', '--api-key'));
    await eventually(async () => {
      expect(await statusFor(fresh?.apiKey ?? '')).toBe(404);
    }, WITHIN);
    expect(door.ledger.clients.byLogin('ten-cu', login?.password ?? '')?.client.code).toBe('doi-ten');
    await done('revoke', 'doi-ten', '--key', String(login?.id));
    const [renamed] = keysOf(await done('set', 'doi-ten', '--login', 'ten-moi'));
    await eventually(() => {
      expect(door.ledger.clients.byLogin('ten-moi', renamed?.password ?? '')?.client.code).toBe('doi-ten');
    }, WITHIN);
  });

  it('has a revoked key refused within five seconds, and asks which when two overlap', async () => {
    const first = await add('thu-hoi', '--units', '14797');
    const second = keysOf(await done('rotate', 'thu-hoi'))[0];
    await eventually(async () => {
      expect(await statusFor(second?.apiKey ?? '')).toBe(404);
    }, WITHIN);
    const which = await run('revoke', 'thu-hoi');
    expect([which.code, which.stderr]).toEqual([1, expect.stringContaining('--all')]);
    expect((await run('revoke', 'thu-hoi', '--key', '999999')).code).toBe(1);
    await done('revoke', 'thu-hoi', '--key', String(second?.id));
    await eventually(async () => {
      expect(await statusFor(second?.apiKey ?? '')).toBe(401);
    }, WITHIN);
    expect(await statusFor(first)).toBe(404);
    expect(await done('revoke', 'thu-hoi')).toMatchObject({ revoked: [expect.any(Number)] });
    await eventually(async () => {
      expect(await statusFor(first)).toBe(401);
    }, WITHIN);
    // A client without any credential gets one again.
    const third = keysOf(await done('rotate', 'thu-hoi'))[0]?.apiKey ?? '';
    await eventually(async () => {
      expect(await statusFor(third)).toBe(404);
    }, WITHIN);
  });

  it('refuses a revoked key when the notice of it got lost', async () => {
    const key = await add('khong-bao', '--units', '14797');
    await eventually(async () => {
      expect(await statusFor(key)).toBe(404);
    }, WITHIN);
    await owner.query(
      `UPDATE client_key SET revoked_at = gateway_now() WHERE client_id = (SELECT id FROM client WHERE code = 'khong-bao')`,
    );
    await eventually(async () => {
      expect(await statusFor(key)).toBe(401);
    }, WITHIN);
  });

  it('dates what a client speaks for', async () => {
    const key = await add('pham-vi', '--units', '14797,14758');
    const send = async (code: string): Promise<number> =>
      (await door.post('/v1/dossiers?validateOnly=true', { ...DOSSIER, dossierCode: code }, { authorization: `Bearer ${key}` }))
        .status;
    await eventually(async () => {
      expect(await send('H56.14758-261123-0777')).toBe(200);
    }, WITHIN);
    expect(await send('H56.14812-261123-0777')).toBe(403);
    await done('scope', 'pham-vi', '--add', '14812', '--remove', '14758');
    await eventually(async () => {
      expect([await send('H56.14812-261123-0777'), await send('H56.14758-261123-0777')]).toEqual([200, 403]);
    }, WITHIN);
    await done('scope', 'pham-vi', '--add', '14758', '--from', '2199-01-01');
    await done('scope', 'pham-vi', '--remove', '14797', '--from', '2198-01-01');
    const { scope } = await done('show', 'pham-vi');
    expect(scope).toEqual([
      expect.objectContaining({ unit: '14758', to: expect.stringMatching(/^20/) }),
      expect.objectContaining({ unit: '14758', from: '2199-01-01', to: null }),
      expect.objectContaining({ unit: '14797', from: null, to: '2198-01-01' }),
      expect.objectContaining({ unit: '14812', from: expect.stringMatching(/^20/), to: null }),
    ]);
    // Given back from before it ended on, it is one range again.
    await done('scope', 'pham-vi', '--add', '14758,14797', '--from', '2026-01-01');
    expect((await done('show', 'pham-vi'))['scope']).toMatchObject([
      { unit: '14758', from: null, to: null },
      { unit: '14797', from: null, to: null },
      {},
    ]);
    // What it serves already is neither added nor written down as added.
    const served = await run('scope', 'pham-vi', '--add', '14758', '--add', '14812', '--from', '2199-01-01');
    expect([served.code, served.stdout]).toEqual([0, expect.stringMatching(/14758, 14812 [^]*already served/)]);
    expect(served.stdout).not.toContain('+');
    expect(await done('scope', 'pham-vi', '--add', '14797,14818')).toMatchObject({
      ...{ added: ['14818'], alreadyServed: ['14797'], removed: [] },
    });
    await done('scope', 'pham-vi', '--remove', '14818');
    const stranger = await run('scope', 'pham-vi', '--remove', '14818');
    expect([stranger.code, stranger.stderr]).toEqual([1, expect.stringContaining('14818')]);
    const audited = await audit('pham-vi');
    expect(audited.map(({ act }) => act)).toEqual(['client.add', ...Array.from({ length: 6 }, () => 'client.scope')]);
    expect(audited[5]?.details).toMatchObject({ add: ['14818'] });
  });

  it('says what became of a unit that is gone', async () => {
    const gone = await run('add', 'cu', '--name', 'Cũ', '--units', '14755');
    expect([gone.code, gone.stderr]).toEqual([1, expect.stringContaining('14755 Phường Hàm Rồng → 14758 Phường Hàm Rồng')]);
    // On the day before the merger the codes were those of units that are no more, one of them split.
    await add('cu', '--units', '14812');
    for (const [code, became] of [
      ['14755', ['14755 Phường Hàm Rồng → 14758 Phường Hàm Rồng (2025-07-01)']],
      ['14758', ['14758 Phường Đông Thọ → 14758 Phường Hàm Rồng', '14758 Phường Đông Thọ → 14797 Phường Hạc Thành']],
    ] as const) {
      const ended = await run('scope', 'cu', '--add', code, '--from', '2025-06-30');
      expect(ended.code).toBe(1);
      for (const line of became) expect(ended.stderr).toContain(line);
    }
    expect(await audit('cu')).toHaveLength(1);
  });

  it('adds a system of every unit, changes how it is dealt with, and lists all', async () => {
    expect((await done('add', 'ca-tinh', '--name', 'Toàn tỉnh', '--all-units', '--unlimited'))['units']).toHaveLength(166);
    await done(
      'set',
      'ca-tinh',
      '--items-per-second',
      '7',
      '--networks',
      '10.0.0.0/8,2001:db8::/32',
      '--destinations',
      'national',
      '--error-code',
      'text',
      '--closing-step',
    );
    const { clients } = await done('list');
    expect((clients as { code: string }[]).find(({ code }) => code === 'ca-tinh')).toMatchObject({
      ...{ requestsPerSecond: null, itemsPerSecond: 7, networks: ['10.0.0.0/8', '2001:db8::/32'] },
      ...{ destinations: ['national'], errorCodeAsText: true, closingStep: true, sandbox: false, role: 'commune' },
      keys: [{ kind: 'api-key', state: 'valid', username: null }],
    });
    const table = await run('list');
    expect(table.stdout).toMatch(/ca-tinh +Toàn tỉnh .*\(166\) +1 +∞ \/ 7 +10\.0\.0\.0\/8, 2001:db8::\/32 +national/);
    expect(table.stdout).not.toContain('osgk_');
    expect((await run('show', 'ca-tinh')).stdout).toContain('client.set');
    expect((await run('set', 'ca-tinh', '--destinations', 'nowhere')).code).toBe(1);
  });

  it.each([
    [0, ['--help']],
    [2, ['add', 'a', '--name', 'A']],
    [1, ['add', 'moi', '--name', 'A', '--units', '14797']],
  ])('ends with %s for %j', async (code, args) => {
    expect((await run(...args)).code).toBe(code);
  });

  it('says what to do where there is no database or another schema', async () => {
    const nowhere = await clientCommand({ data: '/nonexistent' }, 'list');
    expect([nowhere.code, nowhere.stderr]).toEqual([1, expect.stringContaining('npm start')]);
    const noPepper = await clientCommand({ databaseUrl: door.databaseUrl, pepper: Buffer.alloc(0) }, 'list');
    expect([noPepper.code, noPepper.stderr]).toEqual([1, expect.stringContaining('PEPPER')]);
    const old = await clientCommand({ databaseUrl: process.env['TEST_DATABASE_URL'] ?? '', pepper: door.pepper }, 'list');
    expect([old.code, old.stderr]).toEqual([1, expect.stringContaining('npm run migrate')]);
  });
});

describe('the audit', () => {
  it('can be added to and read by the desk, and changed by no process', async () => {
    const { rows } = await owner.query<{ grantee: string; rights: string }>(
      `SELECT grantee, string_agg(privilege_type, ',' ORDER BY privilege_type) AS rights FROM information_schema.role_table_grants
       WHERE table_name = 'audit' AND grantee NOT IN ('postgres') GROUP BY 1 ORDER BY 1`,
    );
    // What a duty does by the policy of the operators is written down too.
    expect(rows.map(({ grantee, rights }) => grantee.slice(0, 5) + rights)).toEqual(['desk_INSERT,SELECT', 'duty_INSERT']);
    await owner.query(`SET ROLE ${rows[0]?.grantee ?? ''}`);
    await owner.query(`INSERT INTO audit (at, actor, act, subject, details) VALUES (gateway_now(), 'a', 'test', 'desk', '{}')`);
    await expect(owner.query(`UPDATE audit SET actor = 'b'`)).rejects.toThrow('permission denied');
    await expect(owner.query('DELETE FROM audit')).rejects.toThrow('permission denied');
    await owner.query('RESET ROLE');
  });
});
