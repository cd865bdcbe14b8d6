import { randomUUID } from 'node:crypto';
import type { PortalRequest, Served } from '../portal/door.ts';
import type { CallOutcome, WireItem } from '../portal/dossier.ts';
import type { Store } from '../portal/store.ts';
import type { SimulatedCatalogue } from './catalogue/catalogue.ts';
import { check } from './check.ts';
import { RECORD, STEP } from './fields.ts';

/** A request as it stands on the wire, only so far understood that it can be judged. */
export interface WireRequest extends PortalRequest {
  readonly body: Readonly<Record<string, unknown>>;
}

const SUCCESS = 0;
const EXISTS = '-3';
const FAILED = -1;
/** The services of the portal; nothing here knows of faults. */
export class Services {
  constructor(
    private readonly store: Store,
    private readonly account: { readonly username: string; readonly password: string },
    private readonly catalogue: SimulatedCatalogue,
  ) {}

  login({ username, password }: Readonly<Record<string, unknown>>, now: number): Served {
    if (username !== this.account.username || password !== this.account.password)
      return failed('Sai tài khoản hoặc mật khẩu', 'refused');
    const id = randomUUID();
    this.store.write({ kind: 'session', id, at: now, alone: this.store.settings.newLoginEndsOld });
    return { answer: { session: id, error_code: SUCCESS, message: 'Đăng nhập thành công' }, outcome: 'accepted' };
  }

  serve({ service, body }: WireRequest, now: number): Served {
    if (typeof body['madonvi'] !== 'string' || body['madonvi'] === '')
      return failed('Trường madonvi không được để trống', 'refused');
    if (!this.store.isAlive(body['session'], now)) return sessionOver();
    switch (service) {
      case 'DongBoHoSoMC':
        return this.syncDossiers(body, now);
      case 'CapNhatTienDoHoSoMC':
        return this.addSteps(body, now);
      case 'TraCuuHoSo':
        return this.lookUp(body);
      default:
        return this.show(service, body);
    }
  }

  private show(service: string, body: WireRequest['body']): Served {
    const result = this.catalogue.rows(service, body);
    if (result === undefined) return failed(`Dịch vụ chưa được hỗ trợ: ${service}`, 'refused');
    return { answer: { error_code: SUCCESS, message: '', result }, outcome: 'accepted' };
  }

  private syncDossiers(body: WireRequest['body'], now: number): Served {
    const { isUpdating, data } = body;
    if (isUpdating !== 'True' && isUpdating !== 'False') return failed('Trường isUpdating không hợp lệ', 'refused');
    if (!Array.isArray(data) || data.length === 0) return failed('Trường data không hợp lệ', 'refused');
    const items = data as WireItem[];
    for (const item of items) {
      const fault = check(item, RECORD);
      if (fault !== undefined) return failed(fault, 'refused');
    }
    const codes = items.map((item) => String(item['MaHoSo']));
    const known = codes.map((code) => this.store.dossiers.has(code));
    if (isUpdating === 'False' && (known.includes(true) || new Set(codes).size < codes.length)) {
      return { answer: { error_code: EXISTS, message: 'Mã hồ sơ đã tồn tại trên hệ thống' }, outcome: 'exists' };
    }
    if (isUpdating === 'True' && known.includes(false)) return failed('Hồ sơ không tồn tại trên hệ thống', 'not-found');
    return {
      ...succeeded(isUpdating === 'True' ? 'Cập nhật thành công' : 'Đồng bộ thành công'),
      records: this.store.number(items, now),
    };
  }

  private addSteps(body: WireRequest['body'], now: number): Served {
    const { data } = body;
    if (!Array.isArray(data) || data.length === 0) return failed('Trường data không hợp lệ', 'refused');
    const items = data as WireItem[];
    for (const item of items) {
      const fault = check(item, STEP);
      if (fault !== undefined) return failed(fault, 'refused');
    }
    if (items.some((item) => !this.store.dossiers.has(String(item['MaHoSo']))))
      return failed('Hồ sơ không tồn tại trên hệ thống', 'not-found');
    return { ...succeeded('Cập nhật tiến độ thành công'), steps: this.store.number(items, now) };
  }

  private lookUp({ mahoso }: WireRequest['body']): Served {
    const { lookup } = this.store.settings;
    if (lookup === 'none') return failed('Dịch vụ chưa được hỗ trợ: TraCuuHoSo', 'refused');
    if (typeof mahoso !== 'string' || mahoso.trim() === '') return failed('Trường mahoso không được để trống', 'refused');
    const held = this.store.dossiers.get(mahoso);
    if (held === undefined) return { answer: { error_code: SUCCESS, message: '', result: [] }, outcome: 'not-found' };
    const steps = lookup === 'steps' ? { QuaTrinhXuLy: held.steps.map(({ item }) => item) } : {};
    const found = { ...held.records.at(-1)?.item, TrangThaiHoSo: this.store.statusOf(held), ...steps };
    return { answer: { error_code: SUCCESS, message: '', result: [found] }, outcome: 'accepted' };
  }
}

/** The answer to a session that is not known or has run out. */
export function sessionOver(): Served {
  return failed('Phiên làm việc không hợp lệ hoặc đã hết hạn', 'session');
}

function succeeded(message: string): Pick<Served, 'answer' | 'outcome'> {
  return { answer: { error_code: SUCCESS, message }, outcome: 'accepted' };
}

function failed(message: string, outcome: CallOutcome): Served {
  return { answer: { error_code: FAILED, message }, outcome };
}
