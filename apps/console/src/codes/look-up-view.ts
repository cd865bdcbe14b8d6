import type { LegalDay } from '#canonical';
import { Member } from '../openapi/call.ts';

class ProcedureNameView {
  @Member('Mã', 'Code')
  readonly code!: string;
  @Member('Tên', 'Name')
  readonly name!: string;
}

/** What a code is on a day. */
export class LookUpView {
  @Member('Ngày', 'The day', { type: 'string', format: 'date' })
  readonly day!: LegalDay;
  @Member('Phiên bản bảng mã', 'The version of the tables')
  readonly version!: string;
  @Member('Mã đích; null = không có dòng', 'Where it leads; null = there is no row', { type: 'string', nullable: true })
  readonly toCode!: string | null;
  @Member('Thủ tục mà mã dẫn tới, qua mọi lần đổi mã', 'The procedure that it leads to, through every renumbering', {
    type: ProcedureNameView,
    nullable: true,
  })
  readonly procedure!: ProcedureNameView | null;
  @Member('Các mã khác cùng dẫn tới thủ tục đó', 'The other codes that lead to it', { type: [String] })
  readonly aliases!: readonly string[];
}

class ProposalView {
  @Member('Mã thủ tục quốc gia', 'National code')
  readonly code!: string;
  @Member('Tên trong danh mục', 'Name in the catalogue')
  readonly name!: string;
  @Member('Tên mà nguồn gửi', 'Name that was sent')
  readonly sent!: string;
  @Member('Độ giống, 0–1', 'How alike they are, 0–1')
  readonly score!: number;
}

class UnknownProcedureView {
  @Member('Sự cố', 'The incident')
  readonly incidentId!: string;
  @Member('Nơi nhận', 'Whose table lacks it')
  readonly partner!: string;
  @Member('Mã chưa biết', 'The unknown code')
  readonly code!: string;
  @Member('Số hồ sơ đang chờ', 'Lanes that wait')
  readonly waiting!: number;
  @Member('Tên thủ tục mà nguồn gửi', 'Names that were sent', { type: [String] })
  readonly names!: readonly string[];
  @Member('Gợi ý; không tự áp dụng', 'Proposals; never applied by themselves', { type: [ProposalView] })
  readonly proposals!: readonly ProposalView[];
}

/** Unknown codes with proposals. */
export class ProposalList {
  @Member('Các mã', 'The codes', { type: [UnknownProcedureView] })
  readonly items!: readonly UnknownProcedureView[];
}
