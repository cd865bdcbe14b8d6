import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Trouble } from '../trouble.ts';
import { holderOf } from './port-holder.ts';
import { demandFree, freePort, isFree } from './ports.ts';

const HOST = '127.0.0.1';
const servers: Server[] = [];

async function take(host = HOST): Promise<number> {
  const port = await freePort(host);
  const server = createServer();
  servers.push(server);
  await new Promise<void>((done) => server.listen(port, host, done));
  return port;
}

afterEach(() => {
  servers.splice(0).forEach((server) => server.close());
});

describe('the ports of a start', () => {
  it('may be taken when they are free', async () => {
    await expect(demandFree([{ port: await freePort(HOST), variable: 'PARTNER_API_PORT' }], HOST)).resolves.toBeUndefined();
  });

  it('are named all at once when others hold them, with who does and a command that helps', async () => {
    const [door, simulator, free] = [await take(), await take(), await freePort(HOST)];
    const wanted = [
      { port: door, variable: 'PARTNER_API_PORT' },
      { port: free, variable: 'AMQP_PORT' },
      { port: simulator, variable: 'SIMULATOR_PORT' },
    ];
    const trouble = await demandFree(wanted, HOST).catch((error: unknown) => error);
    if (!(trouble instanceof Trouble)) throw new Error('no trouble');
    const { text, lines } = trouble;
    expect(text.en).toContain(`Cannot listen on ${HOST}:${String(door)}, ${HOST}:${String(simulator)}: another program uses it`);
    const [command = '', ...holders] = lines;
    const [, first, second] = /^PARTNER_API_PORT=(\d+) SIMULATOR_PORT=(\d+) npm start$/.exec(command) ?? [];
    expect([await isFree(Number(first), HOST), await isFree(Number(second), HOST)]).toEqual([true, true]);
    expect(holders).toHaveLength(2);
    expect(holders[0]).toContain(`${String(door)}: pid ${String(process.pid)}`);
  });
});

describe('who holds a port', () => {
  it('is known by its process and the first words of its command', async () => {
    for (const host of [HOST, '::1']) {
      const holder = holderOf(await take(host));
      expect(holder?.pid).toBe(process.pid);
      expect(holder?.command.split(' ').length).toBeLessThanOrEqual(2);
    }
  });

  it('is nobody where nobody listens', async () => {
    expect(holderOf(await freePort(HOST))).toBeUndefined();
  });
});
