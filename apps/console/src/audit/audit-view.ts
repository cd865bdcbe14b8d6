import { IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import type { AuditLine } from '#ledger';
import { WholeNumber } from '../http/fields.ts';
import { Member } from '../openapi/call.ts';

/** Which lines of the audit. */
export class AuditQuery {
  @Member(
    'Con trỏ next của lần đọc trước; bỏ trống = từ dòng mới nhất',
    'The cursor next of the last page; absent = from the latest',
    {
      required: false,
      example: '1204',
    },
  )
  @IsOptional()
  @WholeNumber(1, Number.MAX_SAFE_INTEGER)
  readonly after?: number;

  @Member('Số dòng nhiều nhất', 'Most lines', { required: false, minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @WholeNumber(1, 200)
  readonly limit: number = 50;

  @Member('Chỉ những việc đối với đối tượng này', 'Only what was done to this subject', { required: false, example: 'national' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly subject?: string;
}

class AuditLineView {
  @Member('Thời điểm, UTC', 'When, UTC', { example: '2026-11-26T08:15:03.000Z' })
  readonly at!: Date;

  @Member('Ai', 'Who', { example: 'lan.nguyen' })
  readonly actor!: string;

  @Member('Việc gì', 'What', { example: 'destination.pause' })
  readonly act!: string;

  @Member('Đối với ai hay cái gì', 'To whom or to what', { example: 'national' })
  readonly subject!: string;

  @Member('Chi tiết, không có thông tin cá nhân', 'Details, nothing personal', { type: 'object', additionalProperties: true })
  readonly details!: Readonly<Record<string, unknown>>;
}

/** A page of the audit, the latest line first. */
export class AuditPage {
  @Member('Các dòng, mới nhất trước', 'The lines, the latest first', { type: [AuditLineView] })
  readonly items!: readonly AuditLineView[];

  @Member('Con trỏ cho lần đọc sau', 'The cursor of the next page', { type: 'string', nullable: true, example: '1154' })
  readonly next!: string | null;

  @Member('Còn nữa không', 'Whether there are more', { example: true })
  readonly hasMore!: boolean;
}

/** A page of the audit as it is shown. */
export function showAudit({ lines, hasMore }: { readonly lines: readonly AuditLine[]; readonly hasMore: boolean }): AuditPage {
  const items = lines.map(({ at, actor, act, subject, details }) => ({ at, actor, act, subject, details }));
  const last = lines.at(-1);
  return { items, next: last === undefined ? null : String(last.id), hasMore };
}
