import type { DiscrepancyRow } from '#ledger';
import { csvText, nameOf, OWNERS, showDay, showTime } from '#sheets';
import { sayCause } from '../incidents/causes.ts';

const HEAD = [
  ...['Mã hồ sơ', 'Mã đơn vị', 'Đơn vị', 'Ngày', 'Tầng', 'Bên kia', 'Loại', 'Trường', 'Ai làm', 'Cách sửa', 'Tình trạng sửa'],
  ...['Đã thử', 'Lý do', 'Thấy lần đầu', 'Thấy lần cuối', 'Hết lúc'],
];

/** The list of differences as a table for a spreadsheet. */
export function discrepancyCsv(rows: readonly DiscrepancyRow[]): string {
  return csvText([HEAD, ...rows.map(lineOf)]);
}

function lineOf(row: DiscrepancyRow): string[] {
  const { dossierCode, unit, day, tier, side, kind, field, mustAct, heal, healState, tries, cause } = row;
  return [
    ...[dossierCode, unit.code, unit.name, day === null ? '' : showDay(day), tier, nameOf(side).vi, kind, field],
    ...[OWNERS[mustAct]?.vi ?? mustAct, heal, healState, String(tries), sayCause(cause).vi],
    ...[row.firstAt, row.lastAt, row.clearedAt].map((at) => (at === null ? '' : showTime(at))),
  ];
}
