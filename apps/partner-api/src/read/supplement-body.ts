import type { Supplement } from '#canonical';
import { BooleanField, IntegerField, ListField, TextField, TimeField } from './fields.ts';
import { FeeBody, PaperBody, type EveryFieldOf } from './nested-bodies.ts';

/** One request for supplements and its answer. */
export class SupplementBody implements EveryFieldOf<Supplement> {
  @IntegerField({ says: { vi: 'Mã lần bổ sung', en: 'Number of the request' } })
  readonly id!: number | undefined;
  @TextField({ example: 'Lê Thị B', says: { vi: 'Người yêu cầu bổ sung', en: 'Who asks' } })
  readonly requestedBy!: string | undefined;
  @TextField({ example: 'Bổ sung bản sao', says: { vi: 'Nội dung cần bổ sung', en: 'What is asked for' } })
  readonly content!: string | undefined;
  @TimeField({ says: { vi: 'Ngày yêu cầu bổ sung', en: 'When it was asked for' } })
  readonly requestedAt!: string | undefined;
  @TextField({ example: 'Lê Thị B', says: { vi: 'Người tiếp nhận bổ sung', en: 'Who received the supplement' } })
  readonly receivedBy!: string | undefined;
  @TextField({ example: 'Đã nhận đủ', says: { vi: 'Thông tin tiếp nhận', en: 'Note of the reception' } })
  readonly receivedNote!: string | undefined;
  @TimeField({ says: { vi: 'Ngày tiếp nhận bổ sung', en: 'When the supplement came' } })
  readonly receivedAt!: string | undefined;
  @BooleanField({ says: { vi: 'Đã bổ sung xong', en: 'Completed' } })
  readonly completed!: boolean | undefined;
  @ListField(() => PaperBody, { says: { vi: 'Giấy tờ bổ sung', en: 'Papers of the supplement' } })
  readonly papers!: PaperBody[] | undefined;
  @ListField(() => FeeBody, { says: { vi: 'Phí, lệ phí bổ sung', en: 'Fees of the supplement' } })
  readonly fees!: FeeBody[] | undefined;
  @TimeField({ says: { vi: 'Ngày hẹn trả trước đó', en: 'Due date before' } })
  readonly dueBefore!: string | undefined;
  @TimeField({ says: { vi: 'Ngày hẹn trả mới', en: 'Due date after' } })
  readonly dueAfter!: string | undefined;
}
