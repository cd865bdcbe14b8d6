import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';
import type { Role } from '../../../apps/console/contract/answers.ts';
import { StandInApi } from './stand-in-api.ts';

const PAGE = resolve('dist/apps/console/page');
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

/**
 * A console of invented answers, for states that a real one is hard to bring into. It serves the built page under the policy of the real
 * one; what it answers is checked against the contract by its types.
 */
export class StandIn {
  readonly api: StandInApi;
  private readonly server: Server;
  private readonly streams = new Set<ServerResponse>();
  /** While true every request is broken off, as if the console were down. */
  isAway = false;

  private constructor(role: Role) {
    this.api = new StandInApi(role, (event, data) => {
      this.tell(event, data);
    });
    this.server = createServer((request, response) => {
      void this.answer(request, response);
    });
  }

  static async start(role: Role = 'admin'): Promise<StandIn> {
    const standIn = new StandIn(role);
    await new Promise<void>((done) => standIn.server.listen(0, '127.0.0.1', done));
    return standIn;
  }

  get address(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  /** Breaks all streams off, and whatever is asked for until it is there again. */
  goAway(): void {
    this.isAway = true;
    for (const stream of this.streams) stream.destroy();
  }

  async stop(): Promise<void> {
    this.goAway();
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  /** Says something on every open stream. */
  tell(event: string, data: unknown): void {
    for (const stream of this.streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    if (this.isAway && path.startsWith('/api')) response.destroy();
    else if (path === '/api/events') this.openStream(response);
    else if (path.startsWith('/api')) await this.answerCall(request, response);
    else serveFile(path, response);
  }

  private openStream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': hello\n\n');
    this.streams.add(response);
    response.on('close', () => this.streams.delete(response));
  }

  private async answerCall(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const isEnglish = request.headers['accept-language']?.startsWith('en') === true;
    const isWrite = request.method !== 'GET';
    if (isWrite && request.headers['x-requested-by'] !== 'console') throw new Error('a write without X-Requested-By');
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
    const { status, answer } = this.api.answer(request.method ?? 'GET', request.url ?? '/', { body, isEnglish });
    response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
    response.end(answer === undefined ? undefined : JSON.stringify(answer));
  }
}

function serveFile(path: string, response: ServerResponse): void {
  if (path.startsWith('/assets/')) {
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' });
    response.end(readFileSync(join(PAGE, path)));
    return;
  }
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    ...[
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "font-src 'self'",
    ],
    ...["connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
  ];
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy.join('; ') });
  response.end(readFileSync(join(PAGE, 'index.html'), 'utf8').replaceAll('__CSP_NONCE__', nonce));
}
