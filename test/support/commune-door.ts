import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Item = Readonly<Record<string, unknown>>;

/** A request as it arrived. */
export interface Heard {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

const WRAPPED: Readonly<Record<string, { readonly service: string; readonly isUpdating?: string }>> = {
  '/KetNoiMotCuaQuocGia/DongBoHoSoMC': { service: 'DongBoHoSoMC', isUpdating: 'False' },
  '/KetNoiMotCuaQuocGia/CapNhatHoSoMC': { service: 'DongBoHoSoMC', isUpdating: 'True' },
  '/KetNoiMotCuaQuocGia/CapNhatTienDoHoSoMC': { service: 'CapNhatTienDoHoSoMC' },
};
const NEVER = ['0001-01-01T00:00:00', '00010101000000'];
const NAMES = { TENTTHC: 'Thủ tục của Cổng', LINHVUCTHUCHIEN: [{ MALINHVUC: 'G15-DM', TENLINHVUC: 'Lĩnh vực của Cổng' }] };

/**
 * What stands between communes and the simulated portal where the portal itself is bare: it answers `LayThuTuc`, and takes
 * the wrapper form, which it cleans of what .NET writes for nothing. It passes on everything, faults too.
 */
export class CommuneDoor {
  readonly heard: Heard[] = [];
  /** An address that everybody is sent on to. */
  leadTo: string | undefined;
  private readonly server: Server;

  /** `apiKey`: what a Bearer may be instead of the account of the portal. */
  constructor(
    private readonly portal: string,
    private readonly account: { readonly username: string; readonly password: string; readonly apiKey: string },
  ) {
    this.server = createServer((request, response) => {
      // Whoever is behind it has hung up: so does the door.
      this.answer(request, response).catch(() => response.destroy());
    });
  }

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

  /** The requests of a service whose path ends so. */
  to(path: string): Heard[] {
    return this.heard.filter((request) => request.path.endsWith(path));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname, search, searchParams } = new URL(request.url ?? '', this.url);
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    this.heard.push({ path: pathname, query: searchParams, headers: request.headers, body });
    const wrapped = WRAPPED[pathname];
    if (this.leadTo !== undefined) response.writeHead(307, { location: this.leadTo + pathname }).end();
    else if (wrapped !== undefined) {
      const envelope = await this.unwrap(request, { ...wrapped, query: searchParams, items: body as Item[] });
      json(response, { error_code: String(envelope['error_code']), message: JSON.stringify(envelope) });
    } else if ((body as Item)['service'] === 'LayThuTuc') {
      json(response, { error_code: 0, message: '', result: [{ MATTHC: (body as Item)['maTTHC'], ...NAMES }] });
    } else json(response, await this.pass(pathname + search, body as Item, request.headers));
  }

  private async unwrap(
    { headers }: IncomingMessage,
    call: { service: string; isUpdating?: string; query: URLSearchParams; items: Item[] },
  ): Promise<Item> {
    const { username, password, apiKey } = this.account;
    const basic = Buffer.from(`${username}:${password}`).toString('base64');
    if (![`Bearer ${apiKey}`, `Basic ${basic}`].includes(headers.authorization ?? ''))
      return { error_code: -1, message: 'Sai tài khoản hoặc mật khẩu' };
    const { session } = await this.pass('/mapi/login', { username, password });
    const isUpdating = call.query.get('isUpdating') ?? call.isUpdating;
    const data = call.items.map(clean);
    return this.pass('/mapi/g', { session, madonvi: '000.00.00.H56', service: call.service, isUpdating, data });
  }

  private async pass(path: string, body: Item, { dstcode }: IncomingMessage['headers'] = {}): Promise<Item> {
    const headers = { 'content-type': 'application/json', ...(dstcode !== undefined && { dstcode: String(dstcode) }) };
    const answer = await fetch(this.portal + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await answer.json()) as Item;
  }
}

/** An item without what .NET writes for nothing. */
export function clean(item: Item): Item {
  const kept = Object.entries(item).filter(([, value]) => value !== null);
  return Object.fromEntries(kept.map(([name, value]) => [name, cleanValue(value)]));
}

function cleanValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleanValue);
  if (typeof value === 'object' && value !== null) return clean(value as Item);
  return NEVER.includes(value as string) ? '' : value;
}

function json(response: ServerResponse, body: Item): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
