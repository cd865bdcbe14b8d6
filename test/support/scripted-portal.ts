import type { Answer, Call, CallDeadline, PartnerClient } from '#protocols';
import { DvcqgSettings } from '#protocols/dvcqg';
import { dvcqgClient } from '#protocols/dvcqg/client';
import { LgspDocumentSettings } from '#protocols/lgsp-document';
import { lgspDocumentClient } from '#protocols/lgsp-document/client';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The dossier of these tests. */
export const OURS = 'H56.14797-261123-0001';
export const CREATE: Call = { kind: 'create', items: [{ MaHoSo: OURS, ChuHoSo: 'Nguyễn Văn A' }] };
export const SUCCESS = { error_code: 0, message: 'Thành công', result: [{ MaHoSo: OURS, error_code: 0, message: '' }] };

/** A request as it arrived. */
export interface Seen {
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}
export type Respond = (response: ServerResponse, request: IncomingMessage) => void;

/** A portal of one test: counts connections, bytes and requests, and answers as the test says. */
export class ScriptedPortal {
  readonly seen: Seen[] = [];
  connections = 0;
  bytes = 0;
  closed = 0;
  respond: Respond = json(SUCCESS);
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      this.seen.push({ url: request.url, headers: request.headers, body: read(request, Buffer.concat(chunks).toString()) });
      this.respond(response, request);
    });
  });

  async open(): Promise<void> {
    this.server.on('connection', (socket) => {
      this.connections += 1;
      socket.on('data', (chunk: Buffer) => {
        this.bytes += chunk.length;
      });
      socket.on('close', () => {
        this.closed += 1;
      });
    });
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get address(): string {
    return `127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}

function read({ headers }: IncomingMessage, body: string): unknown {
  const isForm = headers['content-type'] === 'application/x-www-form-urlencoded';
  return isForm ? Object.fromEntries(new URLSearchParams(body)) : JSON.parse(body);
}

/** Answers with JSON. */
export function json(body: unknown, http = 200, headers: Record<string, string> = {}): Respond {
  return (response) => response.writeHead(http, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** A deadline that many milliseconds from now. */
export function within(ms: number): CallDeadline {
  return { at: performance.now() + ms, monotonic: () => performance.now() };
}

/** Blocks the event loop. */
export function standStill(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

/** An answer in words. */
export function meaning({ verdict, cause, withoutEffect }: Answer): string {
  return `${verdict} ${cause}${withoutEffect ? ' without effect' : ''}`;
}

/** Waits until something is so, at most two seconds. */
export async function eventually(check: () => boolean): Promise<void> {
  for (let tries = 0; !check(); tries += 1) {
    if (tries > 200) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A client of that portal. */
export function connect(portal: ScriptedPortal, settings: Partial<DvcqgSettings> = {}): ReturnType<typeof dvcqgClient> {
  const account = { madonvi: '000.00.00.H56', username: 'h56', password: 'bí mật' };
  return dvcqgClient(Object.assign(new DvcqgSettings(), { baseUrl: `http://${portal.address}`, ...account, ...settings }));
}

/** A client of a provincial portal; tokens and documents may have hosts of their own. */
export function connectProvince(
  { tokens, documents }: Readonly<Record<'tokens' | 'documents', ScriptedPortal>>,
  settings: Partial<LgspDocumentSettings> = {},
): PartnerClient {
  const addresses = { tokenBaseUrl: `http://${tokens.address}/lgsp/`, documentBaseUrl: `http://${documents.address}/hoso/1.0` };
  const account = { clientId: 'cổng', clientSecret: 'bí mật&=' };
  return lgspDocumentClient(Object.assign(new LgspDocumentSettings(), addresses, account, settings));
}
