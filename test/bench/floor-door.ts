// The least that a careful programmer writes to accept: one row per request, its id published, an answer after insert and confirm.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { assertQueue, connectBroker, QUEUE } from './floor-queue.ts';

const MOST_UNCONFIRMED = 64;
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
const broker = await connectBroker();
const channel = await broker.createConfirmChannel();
await assertQueue(channel);
let unconfirmed = 0;
const waiting: (() => void)[] = [];

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    accept(Buffer.concat(chunks)).then(
      (id) => response.writeHead(202, { 'content-type': 'application/json' }).end(`{"id":${id}}`),
      () => response.writeHead(503).end(),
    );
  });
});

async function accept(body: Buffer): Promise<string> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'insert',
    text: 'INSERT INTO dossier (body) VALUES ($1) RETURNING id',
    values: [body],
  });
  const id = rows[0]?.id ?? '';
  await publish(id);
  return id;
}

async function publish(id: string): Promise<void> {
  if (unconfirmed >= MOST_UNCONFIRMED) await new Promise<void>((resolve) => waiting.push(resolve));
  unconfirmed += 1;
  await new Promise<void>((resolve, reject) => {
    channel.publish('', QUEUE, Buffer.from(id), { persistent: true }, (error: unknown) => {
      unconfirmed -= 1;
      waiting.shift()?.();
      if (error === null) resolve();
      else reject(error instanceof Error ? error : new Error('not confirmed'));
    });
  });
}

process.once('SIGTERM', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
});
