import { IsIn, IsOptional, Matches } from 'class-validator';
import { SHEET_FORMATS, type SheetFormat } from '#sheets';
import { Member } from '../openapi/call.ts';

/** Which sheet, and in which form. */
export class SheetQuery {
  @Member('Ngày; bỏ trống = hôm nay', 'The day; absent = today', { required: false, example: '2026-11-26' })
  @IsOptional()
  @Matches(/^\d{4}-\d\d-\d\d$/)
  readonly day?: string;

  @Member('Dạng', 'The form', { required: false, enum: SHEET_FORMATS, default: 'html' })
  @IsOptional()
  @IsIn(SHEET_FORMATS)
  readonly format: SheetFormat = 'html';
}
