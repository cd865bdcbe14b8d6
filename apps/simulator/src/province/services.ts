import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { PortalRequest, Served } from '../portal/door.ts';
import type { CallOutcome } from '../portal/dossier.ts';
import type { Store } from '../portal/store.ts';
import { isItem, type Item } from './check.ts';
import { DOCUMENT, TRACE } from './fields.ts';
import { isNationalStatus, type ProvinceSettings } from './traits.ts';

/** The account with which tokens are fetched. */
export interface ProvinceAccount {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A request as it stands on the wire. */
export interface ProvinceRequest extends PortalRequest {
  readonly service: 'login' | 'SyncDocument' | 'UpdateDocumentTraces';
  readonly body: unknown;
  /** Of the header `Authorization: Bearer …`. */
  readonly token: string | undefined;
}

const DONE = 200;
const REFUSED = 400;
const NO_TOKEN = 401;

/** The services of the portal; nothing here knows of faults. */
export class ProvinceServices {
  constructor(
    private readonly store: Store<ProvinceSettings>,
    private readonly account: ProvinceAccount,
  ) {}

  serve({ service, body, token }: ProvinceRequest, now: number): Served {
    if (service === 'login') return this.giveToken(isItem(body) ? body : {}, now);
    if (!this.store.isAlive(token, now)) return tokenOver();
    const fault = service === 'SyncDocument' ? this.documentFault(body) : this.traceFault(body);
    if (fault !== undefined) return failed(fault, 'refused');
    return service === 'SyncDocument' ? this.keepDocument(body as Item, now) : this.keepTrace(body as Item, now);
  }

  private giveToken({ grant_type, client_id, client_secret }: Item, now: number): Served {
    if (grant_type === undefined) return tokenRefused('invalid_request', 'Thiếu grant_type');
    if (grant_type !== 'client_credentials') return tokenRefused('unsupported_grant_type', 'Chỉ nhận client_credentials');
    if (client_id !== this.account.clientId || client_secret !== this.account.clientSecret)
      return tokenRefused('invalid_client', 'Sai client_id hoặc client_secret', NO_TOKEN);
    const { newLoginEndsOld, sessionSeconds } = this.store.settings;
    const id = randomUUID();
    this.store.write({ kind: 'session', id, at: now, alone: newLoginEndsOld });
    const answer = { access_token: id, scope: 'default', token_type: 'Bearer', expires_in: Math.floor(sessionSeconds) };
    return { answer, outcome: 'accepted' };
  }

  private documentFault(body: unknown): string | undefined {
    const fault = DOCUMENT(body, '');
    if (fault !== undefined || this.store.settings.acceptsNoAttachments) return fault;
    const { Attachments } = body as { Attachments: unknown[] };
    return Attachments.length === 0 ? 'Trường Attachments không được để trống' : undefined;
  }

  private traceFault(body: unknown): string | undefined {
    const fault = TRACE(body, '');
    if (fault !== undefined || this.store.settings.traceStatus === 'any') return fault;
    return isNationalStatus((body as Item)['Status'])
      ? undefined
      : 'Trường Status không hợp lệ: phải là mã trạng thái từ 1 đến 10';
  }

  private keepDocument(document: Item, now: number): Served {
    if (!this.store.settings.upsert && this.store.dossiers.has(String(document['DocCode'])))
      return failed('Hồ sơ đã tồn tại trên hệ thống', 'exists');
    return { ...succeeded('Đồng bộ hồ sơ thành công'), records: this.store.number([document], now) };
  }

  private keepTrace(trace: Item, now: number): Served {
    const held = this.store.dossiers.get(String(trace['DocCode']));
    if (held === undefined) return failed('Hồ sơ không tồn tại trên hệ thống', 'not-found');
    const done = succeeded('Cập nhật tiến độ thành công');
    const isKnown = this.store.settings.dedupeTraces && held.steps.some(({ item }) => isDeepStrictEqual(item, trace));
    return isKnown ? done : { ...done, steps: this.store.number([trace], now) };
  }
}

/** The answer to a token that is not known or has run out. */
export function tokenOver(): Served {
  return { ...failed('Token không hợp lệ hoặc đã hết hạn', 'session', NO_TOKEN), status: NO_TOKEN };
}

/** `MResult`: its Status repeats what HTTP would say, as the known client reads it. */
export function result(status: number, message: string): Item {
  return { Status: status, Message: message };
}

function succeeded(message: string): Pick<Served, 'answer' | 'outcome'> {
  return { answer: result(DONE, message), outcome: 'accepted' };
}

/** A request that was understood and not taken: that shows in the Status of the answer alone. */
function failed(message: string, outcome: CallOutcome, status = REFUSED): Served {
  return { answer: result(status, message), outcome };
}

/** An answer of OAuth 2.0. Source: RFC 6749 §5.2. */
function tokenRefused(error: string, description: string, status = REFUSED): Served {
  return { answer: { error, error_description: description }, status, outcome: 'refused' };
}
