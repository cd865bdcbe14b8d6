import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'amqplib';
import { findRabbitMq } from '../../apps/standalone/src/broker/node-home.ts';
import { isAlive, killAll, openGround, startEdition, type Edition, type Ground } from '../support/edition.ts';
import { eventually } from '../support/eventually.ts';

/** The variables of a running program. */
function environmentOf(pid: number): Record<string, string> {
  const pairs = readFileSync(`/proc/${String(pid)}/environ`, 'utf8').split('\0');
  return Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2) as [string, string]));
}

function noted(ground: Ground, name: string): number {
  return (JSON.parse(readFileSync(join(ground.data, 'run', `${name}.pid`), 'utf8')) as { pid: number }).pid;
}

async function publishTo(url: string): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createConfirmChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true });
  channel.sendToQueue(queue, Buffer.from('1'));
  await channel.waitForConfirms();
  await connection.close();
}

// With a broker from outside (TEST_AMQP_URL) there need be none on this machine.
const whereInstalled = findRabbitMq() === undefined ? describe.skip : describe;

whereInstalled('the single-machine edition with a RabbitMQ of its own', () => {
  let ground: Ground;
  let edition: Edition;
  let url: string;

  beforeAll(async () => {
    ground = await openGround();
    edition = startEdition(ground, ['--no-demo', '--rabbitmq']);
    await edition.ready();
    url = environmentOf(noted(ground, 'relay'))['AMQP_URL'] ?? '';
  });

  afterAll(async () => {
    await killAll(edition.pids());
    ground.remove();
  });

  it('tells the relay alone where it is, and shows the password to nobody', async () => {
    await publishTo(url);
    expect(environmentOf(noted(ground, 'partner-api'))).not.toHaveProperty('AMQP_URL');
    expect(edition.output()).toContain('RabbitMQ is ready');
    const { password } = new URL(url);
    expect(password).toHaveLength(43);
    expect(edition.output()).not.toContain(password);
    for (const log of ['rabbitmq', 'relay'])
      expect(readFileSync(join(ground.data, 'logs', `${log}.log`), 'utf8')).not.toContain(password);
  });

  it('starts the broker again that died, at the address that the relay knows', async () => {
    await killAll([noted(ground, 'rabbitmq')]);
    await eventually(() => publishTo(url), { everyMs: 250 });
    expect(edition.output()).toMatch(/RabbitMQ ended/);
  });

  it('finds everything again after kill -9 of all its processes', async () => {
    const pids = edition.pids();
    await killAll(pids);
    edition = startEdition(ground, ['--no-demo', '--rabbitmq']);
    await edition.ready();
    expect(environmentOf(noted(ground, 'relay'))['AMQP_URL']).toBe(url);
    await publishTo(url);
  });

  it('ends the broker that it left running when it alone was killed', async () => {
    const orphans = edition.pids().filter((pid) => pid !== edition.child.pid);
    await killAll([edition.child.pid ?? 0]);
    edition = startEdition(ground, ['--no-demo', '--rabbitmq']);
    await edition.ready();
    expect(orphans.filter(isAlive)).toEqual([]);
    await publishTo(url);
  });

  it('stops on Ctrl-C within 10 s and leaves no process behind', async () => {
    const pids = edition.pids();
    expect(pids).toHaveLength(9);
    const since = performance.now();
    process.kill(-(edition.child.pid ?? 0), 'SIGINT');
    expect(await edition.ended).toBe(0);
    expect(performance.now() - since).toBeLessThan(10_000);
    await eventually(() => !pids.some(isAlive), { withinMs: 1_000 });
    expect(existsSync(join(ground.data, 'rabbitmq'))).toBe(true);
  });
});
