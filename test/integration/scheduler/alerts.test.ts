import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openLedger } from '#ledger';
import { Clock, metricsText, openLog } from '#runtime';
import { eventually } from '../../support/eventually.ts';
import { TEST_SECRETS } from '../../support/open-test-ledger.ts';
import { openWatched, type Watched } from './open-test-scheduler.ts';

const KEY = Buffer.alloc(32, 5);
const SECRET = `whsec_${KEY.toString('base64')}`;

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let w: Watched;
let server: Server;
let received: Received[];
let answer: number | 'nothing';

beforeEach(async () => {
  received = [];
  answer = 204;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      // A check may find something of its own on a busy machine.
      if (kindOf(body) === 'unmapped') received.push({ headers: request.headers, body });
      if (answer === 'nothing') request.socket.destroy();
      else response.writeHead(answer, { location: '/elsewhere' }).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  w = await openWatched();
});

afterEach(async () => {
  await w.close();
  server.closeAllConnections();
  server.close();
});

const webhook = () => ({ url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook`, secret: SECRET });

/** As a receiver checks it, by the specification alone. */
function isSigned({ headers, body }: Received): boolean {
  const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  return headers['webhook-signature'] === `v1,${createHmac('sha256', KEY).update(content).digest('base64')}`;
}

const kindOf = (body: string): unknown => (JSON.parse(body) as { data: { kind?: unknown } }).data.kind;

/** How often it was told of in the metrics. */
async function toldTimes(what: 'opened' | 'cleared'): Promise<number> {
  const { text } = await metricsText();
  return Number(new RegExp(`gateway_alerts_total\\{told="${what}",kind="unmapped"\\} (\\d+)`).exec(text)?.[1] ?? 0);
}

const told = (): string[] => received.map(({ body }) => (JSON.parse(body) as { type: string }).type);

async function hold(): Promise<void> {
  const id = await w.deliver();
  const fingerprint = 'unmapped|national|channel|Nguyễn Văn A';
  await w.db.query(
    `WITH i AS (UPDATE lane_item SET state = 'pending' WHERE dossier_id = $1)
      UPDATE lane SET state = 'held', cause = $2, blocked_seq = 1, ack_seq = 0 WHERE dossier_id = $1`,
    [id, fingerprint],
  );
  await w.db.query(
    `INSERT INTO incident (id, fingerprint, kind, destination, must_act, sample_dossier_id, count, opened_at, last_at)
      VALUES (gen_random_uuid(), $2, 'unmapped', 'national', 'province', $1, 3, now(), now())`,
    [id, fingerprint],
  );
}

/** Ends it as long ago as it takes until that is told. */
async function clear(): Promise<void> {
  await w.db.query(`UPDATE incident SET cleared_at = now() - interval '10 s'`);
}

describe('an incident', () => {
  it('is told of once when it opens and once when it clears, signed, and with nothing of a person', async () => {
    const before = { opened: await toldTimes('opened'), cleared: await toldTimes('cleared') };
    const both = await Promise.all([w.start({ webhook: webhook() }), w.start({ webhook: webhook() })]);
    await hold();
    await eventually(() => {
      expect(told()).toEqual(['incident.opened']);
    });
    await w.repair();
    await clear();
    await eventually(() => {
      expect(told()).toEqual(['incident.opened', 'incident.cleared']);
    });
    expect(received.map(isSigned)).toEqual([true, true]);
    const [opened, cleared] = received.map(({ body }) => JSON.parse(body) as { data: Record<string, unknown> });
    expect(opened?.data).toMatchObject({
      ...{ version: 1, kind: 'unmapped', destination: 'national', mustAct: 'province', count: 3, clearedAt: null },
      title: { vi: 'Thiếu mã', en: 'A code is missing' },
    });
    expect(cleared?.data['id']).toBe(opened?.data['id']);
    expect(cleared?.data['clearedAt']).toEqual(expect.any(String));
    expect(received.map(({ body }) => body).join()).not.toMatch(/Nguyễn|H56/);
    expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([
      ...new Set(received.map(({ headers }) => headers['webhook-id'])),
    ]);
    // Another one proves that nothing else came in between.
    await hold();
    await eventually(() => {
      expect(told()).toEqual(['incident.opened', 'incident.cleared', 'incident.opened']);
    });
    expect(await toldTimes('opened')).toBe(before.opened + 2);
    expect(await toldTimes('cleared')).toBe(before.cleared + 1);
    await Promise.all(both.map((running) => running.close()));
  });

  it.each([500, 302, 'nothing'] as const)(
    'is told of again, under the same id, while the webhook answers %s',
    async (refusal) => {
      answer = refusal;
      const first = await w.start({ webhook: webhook() });
      await hold();
      await eventually(() => {
        expect(received.length).toBeGreaterThanOrEqual(1);
      });
      // What one could not deliver another one goes on with.
      await first.close();
      const before = received.length;
      answer = 200;
      const second = await w.start({ webhook: webhook() });
      await eventually(async () => {
        const { rows } = await w.db.query<{ delivered: boolean }>(
          `SELECT a.delivered_at IS NOT NULL AS delivered FROM alert a JOIN incident i ON i.id = a.incident_id WHERE i.kind = 'unmapped'`,
        );
        expect(rows).toEqual([{ delivered: true }]);
      });
      expect(received).toHaveLength(before + 1);
      expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
      expect(received.every(isSigned)).toBe(true);
      await second.close();
    },
  );

  it('that opened and cleared while nobody looked is told of in order', async () => {
    await hold();
    await w.repair();
    await clear();
    const running = await w.start({ webhook: webhook() });
    await eventually(() => {
      expect(told()).toEqual(['incident.opened', 'incident.cleared']);
    });
    await running.close();
  });

  it('is told of without a webhook by the log and the metrics alone', async () => {
    const running = await w.start();
    await hold();
    await eventually(async () => {
      const { rows } = await w.db.query<{ told: boolean }>('SELECT opened_told_at IS NOT NULL AS told FROM incident');
      expect(rows).toEqual([{ told: true }]);
    });
    expect((await w.db.query('SELECT FROM alert')).rowCount).toBe(0);
    // What is open is measured once everything was told.
    await eventually(async () => {
      expect((await metricsText()).text).toContain('gateway_incidents_open{kind="unmapped",must_act="province"} 1');
    });
    await running.close();
  });

  it('of many lanes that a code releases is one message to open and one to clear', async () => {
    const running = await w.start({ webhook: webhook() });
    await hold();
    await w.db.query(`UPDATE incident SET fingerprint = 'unmapped|national|channel|pigeon', count = 100000`);
    await w.db.query(`UPDATE lane SET cause = 'unmapped|national|channel|pigeon'`);
    await eventually(() => {
      expect(told()).toEqual(['incident.opened']);
    });
    await w.db.query(
      `INSERT INTO code_row (table_name, partner, direction, from_code, to_code, valid, recorded)
        VALUES ('channel', 'national', 'out', 'pigeon', '9', '(,)', tstzrange(now(), NULL))`,
    );
    const relay = await openLedger({
      ...{ url: w.t.url, application: 'relay', clock: new Clock(), log: openLog('test'), secrets: TEST_SECRETS, accepts: false },
    });
    await eventually(() => {
      expect(told()).toEqual(['incident.opened', 'incident.cleared']);
    });
    await relay.close();
    await running.close();
  });
});
