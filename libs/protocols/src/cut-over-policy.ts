import 'reflect-metadata';
import { IsIn, IsOptional } from 'class-validator';
import { CUT_OVERS, parseInstant, type CutOver } from '#canonical';
import { Fits, Setting } from '#runtime';

/** How a destination goes from shadow to live: another system has told it of dossiers and steps meanwhile. */
export class CutOverPolicy {
  /** Unset: `verify` where steps can be looked up, else `adopt`. */
  @Setting({
    vi: 'các bước tiếp nhận trong thời gian chạy bóng: verify (tra cứu từng bước, cần lookup: steps), adopt (coi như hệ thống cũ đã gửi), resend (gửi lại, có đánh dấu); bỏ trống: verify khi lookup là steps, còn lại adopt',
    en: 'steps that were accepted in shadow: verify (look each up, needs lookup: steps), adopt (take them as told by the old system), resend (send them again, flagged); unset: verify with lookup: steps, else adopt',
    example: 'adopt',
  })
  @IsOptional()
  @IsIn(CUT_OVERS)
  steps?: CutOver;

  /** The other system told what was accepted up to then. Unset: up to the cut-over. With adopt and resend. */
  @Setting({
    vi: 'hệ thống cũ gửi lần cuối lúc nào; các bước tiếp nhận sau đó được gửi như thường; bỏ trống: lúc chuyển sang live',
    en: 'when the old system sent for the last time; steps that were accepted later are sent as usual; unset: when it goes live',
    example: '2026-12-01T17:00:00+07:00',
  })
  @IsOptional()
  @Fits<CutOverPolicy>({
    says: { vi: 'phải là thời điểm có múi giờ', en: 'must be a time with its offset' },
    holds: (value) => typeof value === 'string' && parseInstant(value) !== undefined,
  })
  toldUntil?: string;
}
