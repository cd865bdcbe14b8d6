import { IsIn, IsOptional, Validate } from 'class-validator';
import type { LegalDay } from '#canonical';
import { SHEET_FORMATS, type SheetFormat } from '#sheets';
import { Member } from '../openapi/call.ts';
import { IsLegalDay } from '../units/unit-view.ts';

/** Which sheet, and in which form. */
export class SheetQuery {
  @Member('Ngày; bỏ trống = hôm nay', 'The day; absent = today', { required: false, type: 'string', example: '2026-11-26' })
  @IsOptional()
  @Validate(IsLegalDay)
  readonly day?: LegalDay;

  @Member('Dạng', 'The form', { required: false, enum: SHEET_FORMATS, default: 'html' })
  @IsOptional()
  @IsIn(SHEET_FORMATS)
  readonly format: SheetFormat = 'html';
}
