import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type Channel, type ChannelModel } from 'amqplib';
import { EVENTS } from '#bus';
import { createTestDatabase, type TestDatabase } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { Cluster } from '../support/harness/cluster.ts';
import { CommuneDriver } from '../support/harness/commune-driver.ts';
import { readLedger } from '../support/harness/ledger-eye.ts';
import { scriptsFor } from '../support/harness/rehearse.ts';
import type { Script } from '../support/harness/script.ts';
import { waitForRest } from '../support/harness/verify.ts';
import { startRabbitServer, type RabbitServer } from '../support/rabbit-server.ts';

const LISTENER = 'a-system-of-the-province';

interface Heard {
  readonly text: string;
  readonly id: string;
  readonly type: string;
}

let broker: RabbitServer;
let database: TestDatabase;
let cluster: Cluster;

beforeAll(async () => {
  [broker, database] = await Promise.all([startRabbitServer(), createTestDatabase()]);
  cluster = await Cluster.start({ databaseUrl: database.url, communes: 5, lookup: 'steps', relays: 2, amqpUrl: broker.url });
});

afterAll(async () => {
  await cluster.stop();
  await broker.stop();
  await database.drop();
});

async function withChannel<T>(work: (channel: Channel) => Promise<T>): Promise<T> {
  const connection: ChannelModel = await connect(broker.url, { noDelay: true });
  try {
    return await work(await connection.createChannel());
  } finally {
    await connection.close();
  }
}

/** Everything that the listener's queue holds, the first message first. */
function hear(): Promise<Heard[]> {
  return withChannel(async (channel) => {
    const heard: Heard[] = [];
    for (let message = await channel.get(LISTENER); message !== false; message = await channel.get(LISTENER)) {
      const text = message.content.toString();
      const { id, type } = JSON.parse(text) as Heard;
      heard.push({ text, id, type });
      channel.ack(message);
    }
    return heard;
  });
}

async function ids(text: string): Promise<string[]> {
  return (await readLedger<{ id: string }>(cluster, text)).map(({ id }) => id);
}

/** What of dossiers must stay between the commune and the portal. */
function planted(scripts: readonly Script[]): string[] {
  const words = scripts.flatMap(({ submissions }) =>
    submissions.flatMap((submission) => {
      if (submission.kind === 'step') return [submission.body.officer, submission.body.content];
      const { applicant, abstract, note, agencyName } = submission.body;
      return [applicant['name'], applicant['idNumber'], applicant['email'], applicant['phone'], abstract, note, agencyName];
    }),
  );
  return [...new Set(words.filter((word) => typeof word === 'string'))];
}

describe('the events', () => {
  it('tell every change of status and every outcome, in order, whoever dies meanwhile, and nothing personal', async () => {
    // Both feeds are told from now on: what was before nobody hears of.
    await eventually(async () => (await readLedger(cluster, "SELECT 1 FROM duty WHERE name LIKE '%-events'")).length === 2);
    await withChannel(async (channel) => {
      // Not a quorum queue: RabbitMQ 3.10 that crashes in the seconds after one was made keeps its name and not the queue.
      await channel.assertQueue(LISTENER, { durable: true });
      await channel.bindQueue(LISTENER, EVENTS, '#');
    });
    const scripts = scriptsFor(cluster, 60, { seed: 31 });
    const driver = new CommuneDriver(
      { doorUrls: cluster.doorUrls, communes: cluster.communes, seed: 31, spreadMs: 12_000 },
      scripts,
    );
    const sending = driver.run();
    expect(await cluster.relayPoints.strike('relay.told', 'kill')).toBeDefined();
    await broker.settle();
    await broker.halt();
    await broker.resume();
    await sending;
    expect(await waitForRest(cluster, scripts, 30_000)).toBe(0);
    await eventually(async () => {
      const behind = `SELECT 1 FROM duty d WHERE name LIKE '%-events'
          AND cursor < CASE name WHEN 'status-events' THEN (SELECT max(pos) FROM item WHERE changes_status) ELSE (SELECT max(pos) FROM outcome) END`;
      expect(await readLedger(cluster, behind)).toEqual([]);
    });

    const heard = await hear();
    const first = (type: string): string[] => [...new Set(heard.filter((one) => one.type === type).map(({ id }) => id))];
    expect(first('vn.onestop.status-changed.v1')).toEqual(await ids('SELECT id FROM item WHERE changes_status ORDER BY pos'));
    expect(first('vn.onestop.outcome.v1')).toEqual(await ids('SELECT id FROM outcome ORDER BY pos'));
    // Who was killed had told something that nobody had noted: it was told again, as the same.
    expect(heard.length).toBeGreaterThan(new Set(heard.map(({ id }) => id)).size);
    expect(new Set(heard.map(({ text }) => text)).size).toBe(new Set(heard.map(({ id }) => id)).size);

    const said = heard.map(({ text }) => text).join('\n');
    expect(said).toContain(scripts[0]?.code ?? 'no dossier');
    expect(planted(scripts).length).toBeGreaterThan(50);
    expect(planted(scripts).filter((word) => said.includes(word))).toEqual([]);
  });
});
