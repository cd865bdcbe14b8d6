import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { logIn, said, WIRE_DOSSIER } from './national-calls.ts';
import { DOSSIER, LOGINS, openDoor, type OpenDoor } from './open-door.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';
const TRACED = { traceparent: `00-${TRACE}-${PARENT}-01`, tracestate: 'congo=t61rcWkgMzE' };

let door: OpenDoor;
let db: pg.Client;
let serial = 0;

beforeAll(async () => {
  door = await openDoor();
  db = new pg.Client({ connectionString: door.databaseUrl });
  await db.connect();
});

afterAll(async () => {
  await db.end();
  await door.close();
});

const newCode = (): string => `H56.14797-261123-${String(7_000 + (serial += 1))}`;

/** What is kept of the trace that a dossier came in. */
async function keptOf(code: string): Promise<{ traceparent: string; tracestate: string | null } | undefined> {
  const { rows } = await db.query<{ traceparent: string; tracestate: string | null }>(
    'SELECT i.traceparent, i.tracestate FROM item i JOIN dossier d ON d.id = i.dossier_id WHERE d.code = $1',
    [code],
  );
  return rows[0];
}

/** Sends a new dossier; answers what the door says of the trace, and what is kept of it. */
async function send(headers: Readonly<Record<string, string>>) {
  const dossierCode = newCode();
  const answer = await door.post('/v1/dossiers', { ...DOSSIER, dossierCode }, headers);
  expect(answer.status).toBe(202);
  return { told: answer.headers.get('traceresponse'), kept: await keptOf(dossierCode), event: door.events.at(-1) };
}

describe('a request that is traced', () => {
  it('goes on in its trace: kept with the item, told in the answer, named in the event', async () => {
    const tracestate = 'rojo=00f067aa0ba902b7, congo=t61rcWkgMzE';
    const { told, kept, event } = await send({ traceparent: `00-${TRACE}-${PARENT}-01`, tracestate });
    expect(kept?.traceparent).toMatch(new RegExp(`^00-${TRACE}-(?!${PARENT})[0-9a-f]{16}-01$`));
    expect(kept?.tracestate).toBe('rojo=00f067aa0ba902b7,congo=t61rcWkgMzE');
    expect(told).toBe(kept?.traceparent);
    expect(event).toMatchObject({ event: 'message.accepted', trace_id: TRACE });
  });

  it.each([{}, { traceparent: `00-${TRACE}-${PARENT}`, tracestate: 'rojo=1' }])(
    'begins one where there is none that is sound: %j',
    async (headers) => {
      const { told, kept } = await send(headers);
      expect(kept?.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-02$/);
      expect([kept?.traceparent.includes(TRACE), kept?.tracestate, told]).toEqual([false, null, kept?.traceparent]);
    },
  );

  it.each(['/mapi/g', '/KetNoiMotCuaQuocGia/DongBoHoSoMC'])('goes on in its trace at %s too', async (path) => {
    const MaHoSo = newCode();
    const { session } = (await logIn(door, LOGINS.mine)).said;
    const item = { ...WIRE_DOSSIER, MaHoSo };
    const push = { session, madonvi: '000.00.00.H56', service: 'DongBoHoSoMC', isUpdating: 'False', data: [item] };
    const isEnveloped = path === '/mapi/g';
    const answer = said(
      await door.post(path, isEnveloped ? push : [item], { ...TRACED, ...(isEnveloped && { authorization: '' }) }),
    );
    expect(answer.text).toContain('thành công');
    const kept = await keptOf(MaHoSo);
    expect(kept?.traceparent).toMatch(new RegExp(`^00-${TRACE}-(?!${PARENT})[0-9a-f]{16}-01$`));
    expect([kept?.tracestate, answer.headers.get('traceresponse')]).toEqual([TRACED.tracestate, kept?.traceparent]);
  });

  it('is told its trace when it is refused too', async () => {
    const answer = await door.post('/v1/dossiers', '{', { traceparent: `00-${TRACE}-${PARENT}-01` });
    expect(answer.headers.get('traceresponse')).toContain(TRACE);
    expect(door.events.at(-1)).toMatchObject({ event: 'request.refused', trace_id: TRACE });
  });
});
