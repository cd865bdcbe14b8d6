import { Journal } from '../../portal/journal.ts';
import { baseCatalogue, procedureOf, type SimulatedProcedure } from './base.ts';
import { CallCounts } from './call-counts.ts';
import type { CatalogueOrder } from './orders.ts';
import { addressOf, formalityOf, recordOf } from './records.ts';

/** Code lists of the portal, each with made-up members. Source: protocols §1.5. */
const LISTS: Readonly<Record<string, readonly object[]>> = {
  LayDanhMucGioiTinh: [
    { MAGIOITINH: '1', TENGIOITINH: 'Nam' },
    { MAGIOITINH: '2', TENGIOITINH: 'Nữ' },
  ],
  LayDanhMucDanToc: [
    { MADANTOC: '1', TENDANTOC: 'Kinh' },
    { MADANTOC: '4', TENDANTOC: 'Mường' },
    { MADANTOC: '5', TENDANTOC: 'Thái' },
  ],
  LayDanhMucDoiTuong: [
    { MADOITUONG: '1', TENDOITUONG: 'Công dân Việt Nam' },
    { MADOITUONG: '2', TENDOITUONG: 'Doanh nghiệp' },
  ],
};

/**
 * The catalogue of the simulated portal: 2,000 procedures that are changed by orders, which are journalled before they are answered. Calls
 * are counted, so that it can be judged how politely it is read.
 */
export class SimulatedCatalogue {
  readonly counts = new CallCounts();
  private procedures = new Map<string, SimulatedProcedure>();
  private shown = 1;
  private readonly journal: Journal<CatalogueOrder>;

  constructor(
    folder: string,
    private readonly most?: number,
  ) {
    this.journal = new Journal(folder, 'national-catalogue.jsonl');
    this.begin();
    for (const order of this.journal.read()) this.apply(order);
  }

  /** How much there is, and how much of it the list shows. */
  get size(): { readonly total: number; readonly listed: number } {
    return { total: this.procedures.size, listed: this.listed().length };
  }

  has(code: string): boolean {
    return this.procedures.has(code);
  }

  order(order: CatalogueOrder): void {
    this.journal.append(order);
    this.apply(order);
  }

  /** The rows of a service; undefined: it is not offered. */
  rows(service: string, parameters: Readonly<Record<string, unknown>>): readonly object[] | undefined {
    const asked = parameters['maTTHC'];
    this.counts.note(service, typeof asked === 'string' ? asked : '', Date.now());
    switch (service) {
      case 'LayDanhSachTTHC':
        return this.listed().map(({ code, name }) => ({ MATTHC: code, TENTTHC: name }));
      case 'LayThuTuc': {
        const found = typeof asked === 'string' ? this.procedures.get(asked.slice(0, 8)) : undefined;
        return found === undefined ? [] : [recordOf(found)];
      }
      case 'LayDanhMucLinhVuc':
        return this.fields();
      default:
        return LISTS[service];
    }
  }

  /** A page of the public interface behind a place. */
  page(
    what: 'formalities' | 'addresses',
    { after, limit }: { after: number; limit: number },
  ): { items: object[]; lastId: string; total: number } {
    this.counts.note(`public ${what}`, String(after), Date.now());
    const all = this.listed();
    const part = all.slice(after, after + limit);
    const items = part.map(what === 'formalities' ? formalityOf : addressOf);
    return { items, lastId: part.length < limit ? '' : String(after + limit), total: all.length };
  }

  /** Forgets what was ordered. */
  reset(): void {
    this.journal.clear();
    this.counts.clear();
    this.begin();
  }

  close(): void {
    this.journal.close();
  }

  private begin(): void {
    this.procedures = new Map(baseCatalogue(this.most).map((procedure) => [procedure.code, procedure]));
    this.shown = 1;
  }

  /** What the list shows; a list that shrank shows its first part. */
  private listed(): SimulatedProcedure[] {
    const all = [...this.procedures.values()].filter(({ ended }) => !ended);
    return all.slice(0, Math.floor(all.length * this.shown));
  }

  private fields(): object[] {
    const names = new Map([...this.procedures.values()].map(({ fieldCode, fieldName }) => [fieldCode, fieldName]));
    return [...names].map(([code, name]) => ({ MALINHVUC: code, TENLINHVUC: name, MANGANH: code.split('-')[0] }));
  }

  private apply(order: CatalogueOrder): void {
    if (order.op === 'shrink') {
      this.shown = order.keep;
      return;
    }
    if (order.op === 'add') {
      const { code, name, fieldCode = 'G15-HT01', fieldName = 'Hộ tịch' } = order;
      this.procedures.set(code, procedureOf({ code, name, fieldCode, fieldName }, this.procedures.size));
      return;
    }
    const known = this.procedures.get(order.code);
    if (known === undefined) return;
    if (order.op === 'renumber') this.procedures.delete(order.code);
    const changed = CHANGES[order.op](known, order);
    this.procedures.set(changed.code, changed);
  }
}

type Changing = Exclude<CatalogueOrder['op'], 'add' | 'shrink'>;
type Order = { readonly op: string } & Partial<Record<'name' | 'fee' | 'days' | 'fieldCode' | 'fieldName' | 'to', string>>;

const CHANGES: Readonly<Record<Changing, (known: SimulatedProcedure, order: Order) => SimulatedProcedure>> = {
  end: (known) => ({ ...known, ended: true }),
  rename: (known, { name }) => ({ ...known, name: name ?? known.name }),
  fee: (known, { fee }) => ({ ...known, fee: fee ?? known.fee }),
  detail: (known, { days }) => ({ ...known, days: days ?? known.days }),
  field: (known, { fieldCode, fieldName }) => ({
    ...known,
    fieldCode: fieldCode ?? known.fieldCode,
    fieldName: fieldName ?? known.fieldName,
  }),
  renumber: (known, { to }) => ({ ...known, code: to ?? known.code }),
  unlink: (known) => ({ ...known, linked: false }),
};
