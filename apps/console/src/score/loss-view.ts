import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { LANE_STATES, type LaneState } from '#canonical';
import type { ScoreLosses, ScoreLossPlace } from '#ledger';
import type { Text } from '#runtime';
import { FIGURES, LOSS_CAUSES, type Figure, type LossCause } from '#scoring';
import { WholeNumber } from '../http/fields.ts';
import { sayCause } from '../incidents/causes.ts';
import { Member } from '../openapi/call.ts';
import { BOTH, DossierOfUnit } from '../openapi/common-views.ts';
import { sayLoss } from './loss-texts.ts';
import { ScoreQuery } from './score-view.ts';

const PLACE = /^(\d{1,12})\.(\d{1,16})\.(\d\.\d)$/;

/** Which dossiers of a period, in a file: all. */
export class LossFileQuery extends ScoreQuery {
  @Member('Chỉ tiêu', 'The figure', { required: false, enum: FIGURES })
  @IsOptional()
  @IsIn(FIGURES)
  readonly figure?: Figure;

  @Member('Nguyên nhân', 'The cause', { required: false, enum: LOSS_CAUSES })
  @IsOptional()
  @IsIn(LOSS_CAUSES)
  readonly cause?: LossCause;
}

/** Which dossiers of a period. */
export class LossQuery extends LossFileQuery {
  @Member('Con trỏ next của lần đọc trước', 'The cursor next of the last page', { required: false })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  @Matches(PLACE)
  readonly after?: string;

  @Member('Số mục nhiều nhất', 'Most items', { required: false, minimum: 1, maximum: 500, default: 100 })
  @IsOptional()
  @WholeNumber(1, 500)
  readonly limit: number = 100;
}

/** A place in the list, as it was given out. */
export function lossPlaceIn(cursor: string | undefined): ScoreLossPlace | undefined {
  const match = PLACE.exec(cursor ?? '');
  if (match === null) return undefined;
  const [, dueOn, dossierId, figure = ''] = match;
  return { dueOn: Number(dueOn), dossierId: Number(dossierId), figure };
}

class LossView extends DossierOfUnit {
  @Member('Thủ tục', 'Procedure', { example: '2.000815' })
  readonly procedure!: string;

  @Member('Chỉ tiêu; 2.1 cũng trừ vào 5.4', 'The figure; 2.1 is taken off 5.4 as well', { enum: FIGURES })
  readonly figure!: string;

  @Member('Nguyên nhân, mã cố định', 'Cause, a stable code', { enum: LOSS_CAUSES })
  readonly cause!: string;

  @Member('Vì sao', 'Why', BOTH)
  readonly why!: Text;

  @Member('Trạng thái làn tới cổng quốc gia', 'State of the lane to the national portal', {
    type: 'string',
    nullable: true,
    enum: [...LANE_STATES],
  })
  readonly laneState!: LaneState | null;

  @Member('Làn chờ vì đâu', 'What the lane waits for', { ...BOTH, nullable: true })
  readonly laneWhy!: Text | null;

  @Member('Hẹn trả, UTC', 'Due at, UTC', { type: 'string', nullable: true })
  readonly dueAt!: Date | null;
}

/** A page of dossiers that count for less than was done. */
export class LossPage {
  @Member('Theo hẹn trả, sớm nhất trước', 'What is due first comes first', { type: [LossView] })
  readonly items!: readonly LossView[];

  @Member('Còn bao nhiêu ngày đến hết kỳ; 0 = đã hết', 'Days left of the period; 0 = it is over')
  readonly daysLeft!: number;

  @Member('Công thức đã được tỉnh xác nhận chưa', 'Whether the province has confirmed the formulas')
  readonly confirmed!: boolean;

  @Member('Con trỏ để đọc tiếp', 'Cursor to go on with', { type: 'string', nullable: true })
  readonly next!: string | null;

  @Member('Còn nữa', 'There is more')
  readonly hasMore!: boolean;
}

export function showLosses({ items, next, hasMore }: ScoreLosses, of: Pick<LossPage, 'daysLeft' | 'confirmed'>): LossPage {
  return {
    ...of,
    items: items.map(({ laneState, laneCause, field, ...row }) => ({
      ...row,
      why: sayLoss(row.cause, field),
      laneState: laneState as LaneState | null,
      laneWhy: laneCause === null ? null : sayCause(laneCause),
    })),
    next: next === undefined ? null : `${String(next.dueOn)}.${String(next.dossierId)}.${next.figure}`,
    hasMore,
  };
}
