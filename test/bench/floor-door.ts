// The least that a careful programmer writes to accept: one row per request, an answer after the insert, and the id handed on.
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
const sender = fork(path.join(import.meta.dirname, 'floor-sender.js'));
const ended = new AbortController();

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
  sender.send(id);
  return id;
}

sender.once('exit', () => {
  if (!ended.signal.aborted) process.exit(1);
});
process.once('SIGTERM', () => {
  ended.abort();
  sender.kill('SIGTERM');
  process.exit(0);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port, sender: sender.pid })}\n`);
});
