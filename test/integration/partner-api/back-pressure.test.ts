import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PATIENCE_MS, eventually } from '../../support/eventually.ts';
import { lockTable } from '../../support/lock-table.ts';
import { DOSSIER, LOGINS, openDoor, type Answered, type OpenDoor } from './open-door.ts';
import { unfinishedBody } from './raw-call.ts';

const STATEMENT_TIMEOUT_MS = 2_000;
/** Some bound on any machine: the database stands still for as long as nobody is answered. */
const BOUND_MS = PATIENCE_MS;
const LARGE = 9 * 1024 * 1024;
/** Of large requests, as many as the door has no room for. */
const TOO_MANY = 9;

const THEIRS = { ...DOSSIER, dossierCode: 'H56.14758-261123-0001' };

let door: OpenDoor;
let serial = 0;
beforeAll(async () => {
  door = await openDoor({ statementTimeoutMs: STATEMENT_TIMEOUT_MS });
});
afterAll(() => door.close());

const dossiers = (count: number): string[] =>
  Array.from({ length: count }, () => {
    const dossierCode = `H56.14797-261123-${String((serial += 1)).padStart(4, '0')}`;
    return JSON.stringify({ ...DOSSIER, dossierCode });
  });
const large = (body: string, bytes = LARGE): string => body + ' '.repeat(bytes - body.length);
const postAll = (bodies: readonly string[]): Promise<Answered[]> =>
  Promise.all(bodies.map((body) => door.post('/v1/dossiers', body)));
const statuses = (answers: readonly Answered[]): number[] => answers.map(({ status }) => status);
const codes = (answers: readonly Answered[]): Set<unknown> => new Set(answers.map(({ body }) => body['code']));

describe('a database that stands still', () => {
  it('is answered with 503 and Retry-After in bounded time; the same requests are accepted afterwards', async () => {
    const unlock = await lockTable(door.databaseUrl, 'dossier');
    const bodies = dossiers(40);
    const since = performance.now();
    const answers = await postAll(bodies);
    expect(performance.now() - since).toBeLessThan(BOUND_MS);
    expect(statuses(answers)).toEqual(bodies.map(() => 503));
    expect(codes(answers)).toEqual(new Set(['database.away']));
    expect(answers.map(({ headers }) => headers.get('retry-after'))).toEqual(bodies.map(() => '5'));
    await unlock();
    expect(await door.rows()).toBe(0);
    expect(statuses(await postAll(bodies))).toEqual(bodies.map(() => 202));
  });

  it('makes no memory grow: beyond the intake window requests are turned away', async () => {
    const unlock = await lockTable(door.databaseUrl, 'dossier');
    const since = performance.now();
    const answers = await postAll(dossiers(TOO_MANY).map((body) => large(body)));
    const tookMs = performance.now() - since;
    await unlock();
    expect(tookMs).toBeLessThan(BOUND_MS);
    expect(statuses(answers)).toEqual(answers.map(() => 503));
    expect(codes(answers)).toEqual(new Set(['overloaded', 'database.away']));
    expect(answers.every(({ headers }) => Number(headers.get('retry-after')) > 0)).toBe(true);
    expect(statuses(await postAll(dossiers(1)))).toEqual([202]);
  });
});

describe('many large requests at once', () => {
  let hangUps: (() => void)[] = [];
  const hangUp = (): void => {
    for (const end of hangUps.splice(0)) end();
  };
  afterEach(hangUp);

  it('are held within the intake window while they are read; who hangs up gives the room back', async () => {
    const [body = ''] = dossiers(1);
    const post = async (): Promise<unknown[]> => {
      const { status, headers, body: answer } = await door.post('/v1/dossiers', large(body, 6 * 1024 * 1024));
      return [status, answer['code'], headers.get('retry-after')];
    };
    await eventually(async () => {
      hangUps.push(unfinishedBody(door, LARGE));
      expect(await post()).toEqual([503, 'overloaded', '1']);
    });
    hangUp();
    await eventually(async () => {
      expect(await post()).toEqual([202, undefined, null]);
    });
  });

  it('of one client leave room for the others', async () => {
    const [body = ''] = dossiers(1);
    const theirs = { authorization: `Bearer ${door.keys.theirs}` };
    await eventually(async () => {
      hangUps.push(unfinishedBody(door, LARGE));
      expect((await door.post('/v1/dossiers', large(body, 6 * 1024 * 1024))).status).toBe(503);
    });
    expect((await door.post('/v1/dossiers', large(JSON.stringify(THEIRS), 2 * 1024 * 1024), theirs)).status).toBe(202);
    hangUp();
  });

  it('of strangers take no room of anybody who is known', async () => {
    const login = async (): Promise<Answered> => door.post('/mapi/login', LOGINS.mine);
    const { session } = (await login()).body;
    const call = (more: object): Promise<Answered> => door.post('/mapi/g', { ...more, service: 'TraCuuHoSo', mahoso: 'x' });
    const late = { filler: ' '.repeat(1024 * 1024), session };
    expect((await call(late)).body).toMatchObject({ error_code: 0 });
    hangUps = Array.from({ length: 12 }, () => unfinishedBody(door, 1024 * 1024, '/mapi/g'));
    await eventually(async () => {
      expect([(await call(late)).status, (await call(late)).body['error_code']]).toEqual([503, -1]);
    });
    const [body = ''] = dossiers(1);
    // Strangers hold their room all the while; what the test before held comes free.
    await eventually(async () => {
      expect((await door.post('/v1/dossiers', large(body))).status).toBe(202);
    });
    expect((await call({ session, filler: ' '.repeat(2 * 1024 * 1024) })).body).toMatchObject({ error_code: 0 });
    hangUp();
    await eventually(async () => {
      expect((await login()).body).toMatchObject({ error_code: 0 });
    });
  });
});
