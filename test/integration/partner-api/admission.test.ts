import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClientRegister, type Manners } from '#ledger';
import { eventually } from '../../support/eventually.ts';
import { DOSSIER, openDoor, type Answered, type OpenDoor } from './open-door.ts';

const FILES = { publicFileHosts: ['*.thanhhoa.gov.vn'], trustProxy: ['127.0.0.1'] };

let door: OpenDoor;
let plain: OpenDoor;

beforeAll(async () => {
  [door, plain] = await Promise.all([openDoor(FILES), openDoor()]);
});

afterAll(async () => {
  await Promise.all([door.close(), plain.close()]);
});

/** A client of Hạc Thành that a door knows; answers the header of its key. */
async function aClient(at: OpenDoor, code: string, manners: Manners): Promise<{ authorization: string }> {
  const register = await ClientRegister.open(at.databaseUrl, at.pepper);
  const units = { kind: 'codes', codes: ['14797'] } as const;
  const { keys } = await register.add({ code, name: code, role: 'commune', units, manners }, 'test');
  await register.close();
  const secret = keys[0]?.secret ?? '';
  await eventually(async () => (await at.ledger.clients.byApiKey(secret)) !== undefined);
  return { authorization: `Bearer ${secret}` };
}

const look = (at: OpenDoor, headers: Record<string, string>): Promise<Answered> => at.get('/v1/receipts/1', headers);

describe('networks', () => {
  it('keep a key to where it was registered for', async () => {
    const elsewhere = await aClient(plain, 'elsewhere', { networks: ['192.0.2.0/24'] });
    const answer = await look(plain, elsewhere);
    expect([answer.status, answer.body['code']]).toEqual([403, 'network.not-allowed']);
    const here = await aClient(plain, 'here', { networks: ['192.0.2.0/24', '127.0.0.0/8'] });
    expect((await look(plain, here)).status).toBe(404);
    expect((await look(plain, {})).status).toBe(404);
  });

  it('do not believe whoever says where it comes from', async () => {
    const elsewhere = await aClient(plain, 'forger', { networks: ['192.0.2.0/24'] });
    for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip'])
      expect((await look(plain, { ...elsewhere, [name]: name === 'forwarded' ? 'for=192.0.2.7' : '192.0.2.7' })).status).toBe(
        403,
      );
  });

  it('go by what a trusted proxy says, and not by what was said to it', async () => {
    const behind = await aClient(door, 'behind', { networks: ['192.0.2.0/24', '2001:db8::/32'] });
    const from = async (forwarded: string): Promise<number> =>
      (await look(door, { ...behind, 'x-forwarded-for': forwarded })).status;
    expect(await from('192.0.2.7')).toBe(404);
    expect(await from('2001:db8::7')).toBe(404);
    expect(await from('::ffff:192.0.2.7')).toBe(404);
    expect(await from('198.51.100.1')).toBe(403);
    // The last entry is the proxy's own word; those before it came with the request.
    expect(await from('192.0.2.7, 198.51.100.1')).toBe(403);
    expect(await from('anything at all')).toBe(403);
    expect((await look(door, behind)).status).toBe(403);
  });
});

describe('limits', () => {
  it('refuse a request too many before its body, with the seconds to wait', async () => {
    const slow = await aClient(door, 'slow', { requestsPerSecond: 1 });
    const burst = await Promise.all(Array.from({ length: 20 }, () => look(door, slow)));
    const refused = burst.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(10);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect(refused[0]?.body).toMatchObject({ code: 'rate.limited', status: 429 });
    expect((await look(door, {})).status).toBe(404);
  });

  it('refuse items too many and write nothing of them, also in a trial', async () => {
    const slow = await aClient(door, 'few', { itemsPerSecond: 1, requestsPerSecond: null });
    const items = Array.from({ length: 60 }, (_, at) => ({
      ...DOSSIER,
      dossierCode: `H56.14797-261123-2${String(at).padStart(3, '0')}`,
    }));
    expect((await door.post('/v1/dossiers', { items }, slow)).status).toBe(202);
    const before = await door.rows();
    for (const path of ['/v1/dossiers', '/v1/dossiers?validateOnly=true', '/v1/status-changes']) {
      const answer = await door.post(path, { ...DOSSIER, dossierCode: 'H56.14797-261123-2999' }, slow);
      expect([answer.status, answer.body['code']]).toEqual([429, 'rate.limited']);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(30);
    }
    expect(await door.rows()).toBe(before);
    expect((await look(door, slow)).status).toBe(404);
  });

  it('are 50 requests and 500 items at first', async () => {
    await aClient(door, 'default', {});
    const register = await ClientRegister.open(door.databaseUrl, door.pepper);
    expect(await register.show('default')).toMatchObject({ requestsPerSecond: 50, itemsPerSecond: 500 });
    await register.close();
  });
});

describe('links to files', () => {
  it('are remarked on, counted for the unit once, and accepted', async () => {
    const url = 'http://10.1.2.3/to-khai.pdf';
    const dossier = {
      ...{ ...DOSSIER, dossierCode: 'H56.14797-261123-3000' },
      papers: [{}, { name: 'a' }, { url: 'https://files.thanhhoa.gov.vn/a.pdf' }, { url }],
      results: [{ url: 'javascript:alert(1)' }],
    };
    const answer = await door.post('/v1/dossiers', dossier);
    expect(answer.status).toBe(202);
    expect(answer.body['warnings']).toMatchObject([
      { field: '/papers/3/url', code: 'file.not-public', message: { vi: expect.stringContaining('công khai') } },
      { field: '/results/0/url', code: 'file.not-public' },
    ]);
    expect((await door.post('/v1/dossiers', dossier)).body['result']).toBe('duplicate');
    const metrics = (await door.get('/metrics')).text;
    expect(metrics).toContain('partner_api_unit_warnings_total{code="file.not-public",unit="14797"} 2');
    expect(metrics).not.toContain('to-khai');
  });
});
