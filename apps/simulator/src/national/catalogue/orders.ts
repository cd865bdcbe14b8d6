import type { Problem } from '../../portal/rule.ts';

/** A change of the simulated catalogue. */
export type CatalogueOrder =
  | { readonly op: 'add'; readonly code: string; readonly name: string; readonly fieldCode?: string; readonly fieldName?: string }
  | { readonly op: 'end' | 'unlink'; readonly code: string }
  | { readonly op: 'rename'; readonly code: string; readonly name: string }
  | { readonly op: 'fee'; readonly code: string; readonly fee: string }
  | { readonly op: 'detail'; readonly code: string; readonly days: string }
  | { readonly op: 'field'; readonly code: string; readonly fieldCode: string; readonly fieldName: string }
  | { readonly op: 'renumber'; readonly code: string; readonly to: string }
  | { readonly op: 'shrink'; readonly keep: number };

/** What each order must say, in text. */
const NEEDED: Readonly<Record<CatalogueOrder['op'], readonly string[]>> = {
  add: ['code', 'name'],
  end: ['code'],
  unlink: ['code'],
  rename: ['code', 'name'],
  fee: ['code', 'fee'],
  detail: ['code', 'days'],
  field: ['code', 'fieldCode', 'fieldName'],
  renumber: ['code', 'to'],
  shrink: [],
};
const CODE = /^\d\.\d{6}$/;

/** Reads one order or a list of them. */
export function readOrders(body: unknown, isKnown: (code: string) => boolean): (CatalogueOrder | Problem)[] {
  const orders: readonly unknown[] = Array.isArray(body) ? body : [body];
  return orders.map((order, index) => readOrder(order, `/${String(index)}`, isKnown));
}

function readOrder(order: unknown, at: string, isKnown: (code: string) => boolean): CatalogueOrder | Problem {
  if (typeof order !== 'object' || order === null) return { field: at, message: 'object' };
  const given = order as Readonly<Record<string, unknown>>;
  const op = Object.keys(NEEDED).find((known) => known === given['op']) as CatalogueOrder['op'] | undefined;
  if (op === undefined) return { field: `${at}/op`, message: Object.keys(NEEDED).join(' | ') };
  const missing = NEEDED[op].find((name) => typeof given[name] !== 'string' || given[name] === '');
  if (missing !== undefined) return { field: `${at}/${missing}`, message: 'text' };
  if (op === 'shrink') {
    const keep = given['keep'];
    return typeof keep === 'number' && keep >= 0 && keep <= 1 ? { op, keep } : { field: `${at}/keep`, message: '0–1' };
  }
  const code = String(given['code']);
  if (!CODE.test(code)) return { field: `${at}/code`, message: 'n.nnnnnn' };
  if (op !== 'add' && !isKnown(code)) return { field: `${at}/code`, message: 'unknown' };
  return order as CatalogueOrder;
}
