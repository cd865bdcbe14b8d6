import { once } from 'node:events';
import { createServer, request as send, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a host on the way may make of a call. */
export type Tampering = 'none' | 'redirect' | 'huge' | 'drip';

/** A request as it passed. */
export interface Passed {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const HUGE = 'x'.repeat(1_100_000);

/** A host between a client and a server: it passes everything on, notes what passed, and tampers with answers as it is told. */
export class TamperingProxy {
  readonly passed: Passed[] = [];
  tampering: Tampering = 'none';
  /** Where redirects lead. */
  elsewhere = '';
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      this.passed.push({ url: request.url ?? '', headers: request.headers, body: body.toString() });
      if (this.tampering === 'none') this.passOn({ request, response }, body);
      else this.tamper(response);
    });
  });

  constructor(private readonly target: string) {}

  async open(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private passOn({ request, response }: { request: IncomingMessage; response: ServerResponse }, body: Buffer): void {
    const { method, url = '', headers } = request;
    const onward = send(new URL(url, this.target), { method: method ?? 'POST', headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => request.socket.destroy());
    onward.end(body);
  }

  private tamper(response: ServerResponse): void {
    if (this.tampering === 'redirect') {
      response.writeHead(307, { location: this.elsewhere }).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    if (this.tampering === 'huge') {
      response.end(`{"error_code":0,"message":"Thành công ${HUGE}"}`);
      return;
    }
    const drip = setInterval(() => response.write(' '), 20);
    response.on('close', () => {
      clearInterval(drip);
    });
  }
}
