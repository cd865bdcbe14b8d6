import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Item = Readonly<Record<string, unknown>>;
export type ProvinceService = 'token' | 'SyncDocument' | 'UpdateDocumentTraces';

/** A call as it arrived. */
export interface ProvinceCall {
  readonly service: ProvinceService;
  readonly item: Item;
  readonly token: string | undefined;
  readonly trace: readonly unknown[];
}

/** What becomes of a call that is not served as usual: an answer, or `silence`. `applied`: it takes effect all the same. */
export type Oddity = { readonly http: number; readonly body?: unknown; readonly applied?: boolean } | 'silence' | 'drop';

const ACCOUNT = { client_id: 'gateway', client_secret: 'secret' };

/** A provincial portal of one test: an upsert of documents, traces of documents that are there, tokens that run out. */
export class ProvinceStandIn {
  readonly calls: ProvinceCall[] = [];
  readonly documents = new Map<string, Item[]>();
  readonly traces = new Map<string, Item[]>();
  /** What is odd about a call; undefined = nothing. */
  odd: (call: ProvinceCall) => Oddity | undefined = () => undefined;
  tokenSeconds = 3_600;
  private given = 0;
  private readonly ends = new Map<string, number>();
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      this.take(readCall(request, Buffer.concat(chunks).toString()), request, response);
    });
  });

  async open(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  get settings(): Record<string, unknown> {
    const base = `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
    const account = { clientId: ACCOUNT.client_id, clientSecret: ACCOUNT.client_secret };
    return { tokenBaseUrl: base, documentBaseUrl: `${base}/adapter`, ...account };
  }

  /** How often a service was called, for one dossier or for all. */
  count(service: ProvinceService, code?: string): number {
    return this.calls.filter((call) => call.service === service && (code === undefined || call.item['DocCode'] === code)).length;
  }

  private take(call: ProvinceCall, request: IncomingMessage, response: ServerResponse): void {
    this.calls.push(call);
    const oddity = this.odd(call);
    if (oddity === undefined) {
      answer(response, ...this.serve(call));
      return;
    }
    if (oddity === 'silence') return;
    if (oddity === 'drop') {
      this.serve(call);
      request.socket.destroy();
      return;
    }
    if (oddity.applied === true) this.serve(call);
    answer(response, oddity.http, oddity.body ?? {});
  }

  private serve({ service, item, token }: ProvinceCall): [number, unknown] {
    if (service === 'token') return this.giveToken(item);
    if (token === undefined || (this.ends.get(token) ?? 0) <= performance.now()) return [401, { Status: 401, Message: 'Token' }];
    const code = String(item['DocCode']);
    if (service === 'UpdateDocumentTraces' && !this.documents.has(code))
      return [200, { Status: 400, Message: 'Hồ sơ không tồn tại trên hệ thống' }];
    const held = service === 'SyncDocument' ? this.documents : this.traces;
    held.set(code, [...(held.get(code) ?? []), item]);
    return [200, { Status: 200, Message: 'Thành công' }];
  }

  private giveToken({ client_id, client_secret }: Item): [number, unknown] {
    if (client_id !== ACCOUNT.client_id || client_secret !== ACCOUNT.client_secret) return [401, { error: 'invalid_client' }];
    this.given += 1;
    const token = `tk-${String(this.given)}`;
    this.ends.set(token, performance.now() + this.tokenSeconds * 1_000);
    return [200, { access_token: token, token_type: 'Bearer', expires_in: this.tokenSeconds }];
  }
}

function readCall({ url = '', headers }: IncomingMessage, body: string): ProvinceCall {
  const service = url.split('/').at(-1) as ProvinceService;
  const item = service === 'token' ? Object.fromEntries(new URLSearchParams(body)) : (JSON.parse(body) as Item);
  return {
    service,
    item,
    token: headers.authorization?.replace('Bearer ', ''),
    trace: [headers['traceparent'], headers['tracestate']],
  };
}

function answer(response: ServerResponse, http: number, body: unknown): void {
  response.writeHead(http, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
