import { formatInstant, instantOf } from '#canonical';
import { csvRows, csvText } from '#sheets';
import type { LossPage } from './loss-view.ts';
import type { ScoreView } from './score-view.ts';

const UNCONFIRMED = 'chưa xác nhận / unconfirmed';
const CONFIRMED = 'đã xác nhận / confirmed';
const NOT_KNOWN: Readonly<Record<string, string>> = {
  'nothing-counted': 'N/A: không có hồ sơ / nothing to divide by',
  'not-known': 'N/A: danh mục chưa đủ / the catalogue does not tell',
};

const FIGURE_HEADS = [
  ...['Kỳ / Period', 'Mã đơn vị / Unit code', 'Đơn vị / Unit', 'Chỉ tiêu / Figure', 'Tên / Name', 'Name'],
  ...[
    'Đã làm / Did',
    'Tử số / Numerator',
    'Mẫu số / Denominator',
    'Được tính / Counted',
    'Tử số / Numerator',
    'Mẫu số / Denominator',
  ],
  ...['Mất / Lost', 'Phần điểm đã làm, % / Share did', 'Phần điểm được tính, % / Share counted', 'Điểm / Points'],
  ...['Không xét được, đã làm / Unknown did', 'Không xét được, được tính / Unknown counted'],
  ...['Công thức / Formulas', 'Tính lúc / Computed at'],
];

/** The figures of a period, a line for each unit and figure, the province first. */
export function figuresCsv({ period, province, units, rules, computedAt }: ScoreView): string {
  const places = [{ unit: { code: '', name: 'Toàn tỉnh / The province' }, figures: province }, ...units];
  const confirmed = `${rules.version} (${rules.confirmed ? CONFIRMED : UNCONFIRMED})`;
  const rows = places.flatMap(({ unit, figures }) =>
    figures.map(({ number, did, counted, lost }) => {
      const name = rules.figures.find((rule) => rule.number === number)?.name;
      return [
        ...[period, unit.code, unit.name, number, name?.vi, name?.en],
        ...[shown(did), did.numerator, did.denominator, shown(counted), counted.numerator, counted.denominator],
        ...[lost, did.share ?? 'N/A', counted.share ?? 'N/A', counted.points ?? 'N/A', did.unknown, counted.unknown],
        ...[confirmed, local(computedAt)],
      ];
    }),
  );
  return csvText([FIGURE_HEADS, ...rows.map(texts)]);
}

function shown({ value, reason }: { readonly value: number | null; readonly reason: string | null }): string {
  return value === null ? (NOT_KNOWN[reason ?? ''] ?? 'N/A') : value.toFixed(2);
}

/** How the list of losses begins. */
export const LOSS_HEADS = csvText([
  [
    ...[
      'Kỳ / Period',
      'Mã hồ sơ / Dossier',
      'Mã đơn vị / Unit code',
      'Đơn vị / Unit',
      'Thủ tục / Procedure',
      'Chỉ tiêu / Figure',
    ],
    ...[
      'Vì sao',
      'Why',
      'Làn / Lane',
      'Làn chờ vì',
      'Lane waits for',
      'Hẹn trả / Due',
      'Còn ngày / Days left',
      'Công thức / Formulas',
    ],
  ],
]);

/** A page of losses as lines. */
export function lossesCsv(period: string, { items, daysLeft, confirmed }: LossPage): string {
  return csvRows(
    items.map(({ dossierCode, unit, procedure, figure, why, laneState, laneWhy, dueAt }) =>
      texts([
        ...[period, dossierCode, unit.code, unit.name, procedure, figure, why.vi, why.en, laneState, laneWhy?.vi, laneWhy?.en],
        ...[dueAt === null ? '' : local(dueAt), daysLeft, confirmed ? CONFIRMED : UNCONFIRMED],
      ]),
    ),
  );
}

function local(at: Date): string {
  return formatInstant(instantOf(at), 'yyyy-MM-dd HH:mm:ss');
}

function texts(cells: readonly (string | number | null | undefined)[]): string[] {
  return cells.map((cell) => String(cell ?? ''));
}
