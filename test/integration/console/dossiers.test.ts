import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { ClaimedLane } from '#ledger';
import { sleep } from '#runtime';
import { aDossier, aStep, receipts, submit } from '../../support/open-test-ledger.ts';
import { openStage, REFUSED, type InsightStage } from './insight-stage.ts';

const DELIVERED = { outcome: 'delivered', cause: 'delivered', state: 'delivered', doubt: false, possiblyTwice: false } as const;
const REASON = { reason: 'Xã báo hồ sơ thử, không cần gửi' };
let stage: InsightStage;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(() => stage.close());

interface Event {
  readonly tier: string;
  readonly kind: string;
  readonly seq: number | null;
  readonly [member: string]: unknown;
}

async function story(
  code: string,
): Promise<{ timeline: Event[]; destinations: Record<string, unknown>[]; [member: string]: unknown }> {
  const { status, body } = await stage.desk.ask('GET', `/api/dossiers/${code}`, { as: 'viewer' });
  expect(status).toBe(200);
  return body as never;
}

function cancel(code: string, seq: number): ReturnType<typeof stage.desk.ask> {
  return stage.desk.ask('POST', `/api/dossiers/${code}/destinations/national/cancel`, {
    as: 'operator',
    body: { seq, ...REASON },
  });
}

/** Makes a call with everything that waits, and settles it as delivered. */
async function deliver(lane: ClaimedLane): Promise<void> {
  const call = { id: randomUUID(), begunAt: stage.roadClock.now() };
  const items = lane.pending.map(({ seq }) => ({ seq, wireHash: 'x' }));
  const part = { lane, epoch: lane.epoch, possiblyTwice: false, superseded: [], items };
  const begun = { ...call, service: 'create', wokenBy: 'poll', codesVersion: 'v', parts: [part] } as const;
  await stage.road.lanes.begin(begun, { leaseMs: 60_000, holder: 'test' });
  const record = { ...call, sentAt: call.begunAt, answeredAt: new Date(call.begunAt.getTime() + 42), http: 200, code: '0' };
  // Nothing is settled before it is answered: what comes next comes later.
  await new Promise((resolve) => setTimeout(resolve, 50));
  await stage.settle(
    lane,
    { kind: 'go-on' },
    {
      call: { ...record, verdict: 'delivered', cause: 'national.accepted', body: '{}' },
      items: items.map(({ seq }) => ({ ...DELIVERED, seq })),
      present: true,
    },
  );
}

async function told(code: string): Promise<unknown[]> {
  const { rows } = await stage.desk.owner.query<Record<string, unknown>>(
    `SELECT u.seq, u.state, u.cause, u.must_act FROM outcome u JOIN dossier o ON o.id = u.dossier_id WHERE o.code = $1 ORDER BY u.pos`,
    [code],
  );
  return rows;
}

async function acts(subject: string): Promise<string[]> {
  const { rows } = await stage.desk.owner.query<{ act: string }>('SELECT act FROM audit WHERE subject = $1 ORDER BY id', [
    subject,
  ]);
  return rows.map(({ act }) => act);
}

describe('a dossier', () => {
  it('is found by its code, the beginning of it, and the code of its source', async () => {
    const code = stage.newCode();
    await receipts(submit(stage.door, stage.client, [aDossier(code, { sourceCode: 'MC-77/2026' })]));
    const find = async (q: string): Promise<string[]> => {
      const { body } = await stage.desk.ask('GET', `/api/dossiers?q=${encodeURIComponent(q)}`, { as: 'viewer' });
      return (body['items'] as { code: string }[]).map((head) => head.code);
    };
    expect([await find(code), await find('MC-77/2026')]).toEqual([[code], [code]]);
    expect(await find('H56.14797-261204')).toContain(code);
    // Too short a beginning, and a letter that other languages take for anything.
    expect([await find('H56.147'), await find('H56.14797-2612%')]).toEqual([[], []]);
  });

  it('tells its story on all sides, oldest first, and nothing personal', async () => {
    const lane = await stage.claimed({ applicant: { kind: 'citizen', name: 'Đặng Thị Riêng Tư', phone: '0912345678' } });
    await deliver(lane);
    // The clocks of who delivers and who accepts agree to some milliseconds.
    await sleep(50);
    await receipts(submit(stage.door, stage.client, [aStep(lane.dossierCode, 4, '2026-11-24T09:00:00+07:00')]));
    const told = await story(lane.dossierCode);
    expect(told).toMatchObject({ unit: { code: '14797' }, headSeq: 3, attemptsOmitted: 0, client: 'Hạc Thành' });
    expect(told.timeline.map(({ tier, kind, seq }) => `${tier} ${kind} ${String(seq)}`)).toEqual([
      ...['commune accepted 1', 'national attempt 1', 'gateway outcome 1', 'commune accepted 2', 'gateway accepted 3'],
    ]);
    expect(told.timeline[1]).toMatchObject({
      http: 200,
      code: '0',
      durationMs: 42,
      wokenBy: 'poll',
      service: 'create',
      outcome: 'delivered',
    });
    expect(told.timeline[3]).toMatchObject({ officer: 'L• T•• B', content: '••• (9)' });
    expect(JSON.stringify(told)).not.toMatch(/Riêng|0912345678|Thẩm định|Lê Thị/);
    expect((await stage.desk.ask('GET', '/api/dossiers/H56.1-1-1', { as: 'viewer' })).body).toMatchObject({
      code: 'dossier.unknown',
    });
  });

  it('with a thousand attempts shows the newest 500, and says so', async () => {
    const lane = await stage.claimed();
    await stage.desk.owner.query(
      `INSERT INTO attempt (dossier_id, destination, seq, begun_at, epoch, fence, outcome, cause, settled_at, possibly_twice)
       SELECT $1, 'national', 1, now() + n * interval '1 second', 1, 1, 'deferred', 'national.busy', now(), false FROM generate_series(1, 1000) n`,
      [lane.dossierId],
    );
    const { timeline, attemptsOmitted } = await story(lane.dossierCode);
    expect([timeline.filter(({ kind }) => kind === 'attempt').length, attemptsOmitted]).toEqual([500, 500]);
  });

  it('shows what is personal to who says why, and writes that down', async () => {
    const lane = await stage.claimed({ applicant: { kind: 'citizen', name: 'Đặng Thị Riêng Tư' } });
    const path = `/api/dossiers/${lane.dossierCode}/reveal`;
    expect((await stage.desk.ask('POST', path, { as: 'viewer', body: REASON })).status).toBe(403);
    expect((await stage.desk.ask('POST', path, { as: 'operator', body: {} })).body).toMatchObject({ code: 'reason.required' });
    expect(await acts(lane.dossierCode)).toEqual([]);
    const { body } = await stage.desk.ask('POST', path, { as: 'operator', body: REASON });
    expect(body).toMatchObject({ applicant: { name: 'Đặng Thị Riêng Tư' }, steps: [] });
    expect(await acts(lane.dossierCode)).toEqual(['dossier.reveal']);
    expect((await story(lane.dossierCode)).timeline.at(-1)).toMatchObject({ kind: 'act', by: 'lam', code: 'dossier.reveal' });
  });
});

describe('cancelling an item', () => {
  it('ends what was refused; what follows goes on, the commune is told, and a second click changes nothing', async () => {
    const lane = await stage.claimed();
    await stage.refuse(lane, 1);
    expect((await story(lane.dossierCode)).destinations[0]).toMatchObject({
      state: 'blocked',
      cause: 'national.content',
      mustAct: 'commune',
    });
    const [one, two] = await Promise.all([cancel(lane.dossierCode, 1), cancel(lane.dossierCode, 1)]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(await stage.laneOf(lane.dossierCode)).toEqual({ state: 'idle', ack_seq: 1, blocked_seq: null });
    expect(await acts(lane.dossierCode)).toEqual(['item.cancel']);
    expect((await told(lane.dossierCode)).at(-1)).toEqual({ seq: 1, state: 'refused', cause: 'cancelled', must_act: 'nobody' });
    const { body } = await stage.desk.ask('GET', '/api/incidents?kind=refused', { as: 'viewer' });
    expect(body['items']).toEqual([]);
  });

  it('lets the items behind it go, and keeps what is in front of it', async () => {
    const lane = await stage.claimed();
    await deliver(lane);
    const code = lane.dossierCode;
    await receipts(submit(stage.door, stage.client, [aStep(code, 4, '2026-11-24T09:00:00+07:00')]));
    await stage.settle(
      await stage.claim(code),
      { kind: 'blocked', seq: 2 },
      {
        items: [{ ...REFUSED, seq: 2 }],
        incidents: [{ fingerprint: 'refused|national|steps|national.content|-|-', kind: 'refused', mustAct: 'commune' }],
      },
    );
    expect((await cancel(code, 3)).status).toBe(200);
    expect((await stage.laneOf(code)).state).toBe('blocked');
    await receipts(submit(stage.door, stage.client, [aStep(code, 5, '2026-11-24T10:00:00+07:00')]));
    expect((await cancel(code, 2)).status).toBe(200);
    expect((await stage.claim(code)).pending.map(({ seq }) => seq)).toEqual([4, 5]);
  });

  it('is refused while a relay is at work, for what is delivered, and for what is not there', async () => {
    const lane = await stage.claimed();
    expect((await cancel(lane.dossierCode, 1)).body).toMatchObject({ status: 409, code: 'item.in-flight' });
    await deliver(lane);
    expect((await cancel(lane.dossierCode, 1)).body).toMatchObject({ status: 409, code: 'item.not-open' });
    expect((await cancel(lane.dossierCode, 9)).body).toMatchObject({ status: 404, code: 'item.unknown' });
    expect(await acts(lane.dossierCode)).toEqual([]);
  });

  it('does not hurry a lane that waits for a lost request', async () => {
    const lane = await stage.claimed();
    await stage.settle(lane, { kind: 'later', state: 'verifying', waitMs: 600_000 });
    expect((await cancel(lane.dossierCode, 1)).status).toBe(200);
    expect((await stage.laneOf(lane.dossierCode)).state).toBe('verifying');
  });

  it('of a step lets a corrected one take its place', async () => {
    const lane = await stage.claimed();
    await deliver(lane);
    const code = lane.dossierCode;
    await receipts(submit(stage.door, stage.client, [aStep(code, 4, '2026-11-24T09:00:00+07:00')]));
    expect((await cancel(code, 2)).status).toBe(200);
    const corrected = aStep(code, 4, '2026-11-24T09:00:00+07:00', { content: 'Thẩm định lại' });
    await receipts(submit(stage.door, stage.client, [corrected]));
    expect((await stage.claim(code)).pending.map(({ seq }) => seq)).toEqual([4, 3]);
  });
});

describe('which side knew what, and when', () => {
  it('is told with both times of each item, and what never arrived is told apart', async () => {
    const code = 'H56.14797-261126-0077';
    await receipts(submit(stage.door, stage.client, [aDossier(code), aStep(code, 4, '2026-11-26T09:00:00+07:00')]));
    const lane = await stage.claim(code);
    await deliver(lane);
    await receipts(submit(stage.door, stage.client, [aStep(code, 9, '2026-11-26T10:00:00+07:00')]));
    const { arrivals, timeline } = (await story(code)) as unknown as {
      arrivals: {
        seq: number;
        kind: string;
        occurredAt: string | null;
        acceptedAt: string;
        arrivals: { destination: string; state: string; at: string | null }[];
      }[];
      timeline: Event[];
    };
    expect(arrivals.map(({ seq, kind, occurredAt }) => [seq, kind, occurredAt])).toEqual([
      [1, 'version', null],
      [2, 'step', '2026-11-26T02:00:00.000Z'],
      [3, 'version', null],
      [4, 'step', '2026-11-26T03:00:00.000Z'],
      [5, 'version', null],
    ]);
    const [first, , , fourth] = arrivals.map(({ acceptedAt, arrivals: [arrival] }) => ({ acceptedAt, ...arrival }));
    expect(first).toMatchObject({ destination: 'national', state: 'delivered' });
    expect(Date.parse(first?.at ?? '')).toBeGreaterThan(Date.parse(first?.acceptedAt ?? ''));
    expect(fourth).toMatchObject({ destination: 'national', state: 'pending', at: null });
    expect(timeline.length).toBeGreaterThan(0);

    // A version that was left out came with the next one that arrived.
    await stage.desk.owner.query(
      `WITH left_out AS (DELETE FROM attempt a USING dossier d WHERE d.id = a.dossier_id AND d.code = $1 AND a.seq = 1)
       UPDATE lane_item t SET state = 'superseded' FROM dossier d WHERE d.id = t.dossier_id AND d.code = $1 AND t.seq = 1`,
      [code],
    );
    const again = (await story(code)) as unknown as { arrivals: typeof arrivals };
    const [left, , carrier] = again.arrivals.map(({ arrivals: [arrival] }) => arrival);
    expect([left?.state, left?.at]).toEqual(['superseded', carrier?.at]);
    expect(carrier?.at).toEqual(expect.any(String));
  });
});
