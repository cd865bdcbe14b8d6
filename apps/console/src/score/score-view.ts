import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { ScoreFigureRow, ScoreRun } from '#ledger';
import type { Text } from '#runtime';
import { daysLeft, DERIVED, FIGURES, PERIOD_NAME, valueOf, type Figure, type FigureRule, type Rules } from '#scoring';
import { Code } from '../http/fields.ts';
import { ReasonBody } from '../http/reason.ts';
import { Member } from '../openapi/call.ts';
import { BOTH, UnitView } from '../openapi/common-views.ts';

const PERIOD_EXAMPLE = { example: '2026-11', pattern: PERIOD_NAME.source };

/** Which period, of all units or of one. */
export class ScoreQuery {
  @Member('Kỳ: tháng, quý hoặc năm', 'The period: a month, a quarter or a year', PERIOD_EXAMPLE)
  @Matches(PERIOD_NAME)
  readonly period!: string;

  @Member('Mã đơn vị', 'Code of the unit', { required: false, example: '14797' })
  @IsOptional()
  @Code()
  @IsString()
  @MaxLength(60)
  readonly unit?: string;
}

/** Which period is to be computed now. */
export class ScoreOrderBody extends ReasonBody {
  @Member('Kỳ: tháng, quý hoặc năm', 'The period: a month, a quarter or a year', PERIOD_EXAMPLE)
  @Matches(PERIOD_NAME)
  readonly period!: string;
}

/** Whether a period is about to be computed. */
export class ScoreOrderView {
  @Member('Kỳ', 'The period', { example: '2026-11' })
  readonly period!: string;

  @Member('Đang chờ tính', 'It waits to be computed')
  readonly isOrdered!: boolean;
}

class PeriodView {
  @Member('Kỳ', 'The period', { example: '2026-11' })
  readonly period!: string;

  @Member('Kết thúc lúc, UTC', 'Over at, UTC')
  readonly endsAt!: Date;

  @Member('Tính lúc, UTC', 'Computed at, UTC')
  readonly computedAt!: Date;
}

/** The periods that were computed. */
export class PeriodList {
  @Member('Các kỳ, kỳ kết thúc sau cùng trước', 'The periods, the one that ends last first', { type: [PeriodView] })
  readonly items!: readonly PeriodView[];
}

const REASONS = ['nothing-counted', 'not-known'] as const;

class SideView {
  @Member('Giá trị, % (2.2: ngày làm việc); null = không tính được', 'The value in per cent (2.2: working days); null = N/A', {
    type: 'number',
    nullable: true,
  })
  readonly value!: number | null;

  @Member('Vì sao không tính được', 'Why there is none', { type: 'string', nullable: true, enum: [...REASONS] })
  readonly reason!: (typeof REASONS)[number] | null;

  @Member('Phần điểm đạt được, %', 'How much of the points it gives, per cent', { type: 'number', nullable: true })
  readonly share!: number | null;

  @Member('Điểm; null = chưa biết điểm tối đa', 'Points; null = the most is not known', { type: 'number', nullable: true })
  readonly points!: number | null;

  @Member('Tử số', 'Numerator')
  readonly numerator!: number;

  @Member('Mẫu số', 'Denominator')
  readonly denominator!: number;

  @Member('Số hồ sơ không xét được', 'Dossiers of which it cannot be told')
  readonly unknown!: number;
}

class CellView {
  @Member('Số chỉ tiêu', 'Number of the figure', { enum: FIGURES })
  readonly number!: Figure;

  @Member('Theo việc đã làm', 'By what was done')
  readonly did!: SideView;

  @Member('Theo cái cổng quốc gia ghi nhận', 'By what the national portal counts')
  readonly counted!: SideView;

  @Member('Số hồ sơ (3.5: thủ tục) bị mất', 'Dossiers (3.5: procedures) that are lost')
  readonly lost!: number;
}

class UnitScoreView {
  @Member('Đơn vị', 'Unit')
  readonly unit!: UnitView;

  @Member('Các chỉ tiêu', 'The figures', { type: [CellView] })
  readonly figures!: readonly CellView[];
}

class FigureRuleView {
  @Member('Số', 'Number', { enum: FIGURES })
  readonly number!: Figure;

  @Member('Tên', 'Name', BOTH)
  readonly name!: Text;

  @Member('Từ bao nhiêu % thì đủ điểm', 'From which percentage all points are given', { type: 'number', nullable: true })
  readonly threshold!: number | null;

  @Member('Điểm tối đa; null = chưa biết', 'Most points; null = not known', { type: 'number', nullable: true })
  readonly points!: number | null;

  @Member('Điều không tính được ở đây', 'What cannot be computed here', { ...BOTH, nullable: true })
  readonly limits!: Text | null;
}

class RulesView {
  @Member('Phiên bản công thức', 'Version of the formulas', { example: '766-2022' })
  readonly version!: string;

  @Member('Áp dụng từ', 'Valid from', { example: '2022-06-23' })
  readonly validFrom!: string;

  @Member('Nguồn', 'Source', BOTH)
  readonly source!: Text;

  @Member('Ngày của nguồn', 'Day of the source', { example: '2026-10-31' })
  readonly sourceDate!: string;

  @Member('Tỉnh đã xác nhận chưa', 'Whether the province has confirmed it')
  readonly confirmed!: boolean;

  @Member('Các chỉ tiêu', 'The figures', { type: [FigureRuleView] })
  readonly figures!: readonly FigureRuleView[];
}

/** What a period came to, as it was computed last. */
export class ScoreView {
  @Member('Kỳ', 'The period', { example: '2026-11' })
  readonly period!: string;

  @Member('Kết thúc lúc, UTC', 'Over at, UTC')
  readonly endsAt!: Date;

  @Member('Còn bao nhiêu ngày; 0 = đã hết', 'Days left; 0 = it is over')
  readonly daysLeft!: number;

  @Member('Tính lúc, UTC', 'Computed at, UTC')
  readonly computedAt!: Date;

  @Member('Đang chờ tính lại', 'It waits to be computed anew')
  readonly isOrdered!: boolean;

  @Member('Số hồ sơ đã xét', 'Dossiers that were looked at')
  readonly dossiers!: number;

  @Member('Số hồ sơ cũ chưa có dữ kiện chấm điểm', 'Earlier dossiers of which it is not kept yet what decides their score')
  readonly unfilled!: number;

  @Member('Công thức', 'The formulas')
  readonly rules!: RulesView;

  @Member('Toàn tỉnh; trống khi chỉ hỏi một đơn vị', 'The province; empty when one unit was asked for', { type: [CellView] })
  readonly province!: readonly CellView[];

  @Member('Theo đơn vị', 'By unit', { type: [UnitScoreView] })
  readonly units!: readonly UnitScoreView[];
}

interface Shown {
  readonly run: ScoreRun;
  readonly rows: readonly ScoreFigureRow[];
  readonly isOrdered: boolean;
  readonly now: Date;
}

export function showScore({ run, rows, isOrdered, now }: Shown): ScoreView {
  const { version, validFrom, source, sourceDate, confirmed, figures } = run.rules as Rules;
  const byUnit = new Map<string, { unit: UnitView | null; rows: ScoreFigureRow[] }>();
  for (const row of rows) {
    const key = row.unit?.code ?? '';
    const known = byUnit.get(key) ?? { unit: row.unit, rows: [] };
    byUnit.set(key, known);
    known.rows.push(row);
  }
  const units = [...byUnit.values()].flatMap(({ unit, rows: own }) =>
    unit === null ? [] : [{ unit, figures: cellsOf(figures, own) }],
  );
  return {
    ...{ period: run.period, endsAt: run.endsAt, computedAt: run.computedAt, dossiers: run.dossiers, unfilled: run.unfilled },
    ...{ isOrdered, daysLeft: daysLeft(run.endsAt, now) },
    rules: { version, validFrom, source, sourceDate, confirmed, figures: figures.map(showRule) },
    province: cellsOf(figures, byUnit.get('')?.rows ?? []),
    units: units.toSorted((a, b) => (a.unit.code < b.unit.code ? -1 : 1)),
  };
}

function showRule({ number, name, threshold, points, limits }: FigureRule): FigureRuleView {
  return { number, name, threshold, points, limits };
}

function cellsOf(rules: readonly FigureRule[], rows: readonly ScoreFigureRow[]): CellView[] {
  if (rows.length === 0) return [];
  const byFigure = new Map(rows.map((row) => [row.figure, row]));
  return rules.map((rule) => {
    const own = byFigure.get(DERIVED[rule.number] ?? rule.number);
    return {
      number: rule.number,
      did: sideOf(rule, byFigure, 'did'),
      counted: sideOf(rule, byFigure, 'counted'),
      lost: own?.lost ?? 0,
    };
  });
}

function sideOf(rule: FigureRule, rows: ReadonlyMap<string, ScoreFigureRow>, side: 'did' | 'counted'): SideView {
  const sumOf = (figure: string): Pick<SideView, 'numerator' | 'denominator' | 'unknown'> => {
    const [numerator, denominator, unknown] = rows.get(figure)?.[side] ?? [0, 0, 0];
    return { numerator, denominator, unknown };
  };
  return { ...valueOf(rule, sumOf), ...sumOf(DERIVED[rule.number] ?? rule.number) };
}
