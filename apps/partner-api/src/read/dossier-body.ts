import { CHANNELS, isStatus, RETURN_METHODS, STATUSES_BEFORE_RECEPTION, type Dossier } from '#canonical';
import {
  BooleanField,
  ChoiceField,
  DossierCodeField,
  ListField,
  ObjectField,
  SourceVersionField,
  StatusField,
  TextField,
  TextListField,
  TimeField,
} from './fields.ts';
import { ApplicantBody, FeeBody, OtherPaperBody, PaperBody, ResultBody, type EveryFieldOf } from './nested-bodies.ts';
import { SupplementBody } from './supplement-body.ts';

const MAX_SOURCE_CODE = 100;

/** A dossier as a commune system sends it: the whole state, every time. */
export class DossierBody implements EveryFieldOf<Dossier & { sourceVersion: unknown }> {
  @DossierCodeField({ required: true, example: 'H56.14797-261123-0001', says: { vi: 'Mã hồ sơ', en: 'Dossier code' } })
  readonly dossierCode!: string;
  @TextField({
    max: MAX_SOURCE_CODE,
    example: 'HT-2026-000123',
    says: { vi: 'Mã hồ sơ nội bộ của hệ thống gửi', en: "The sending system's own code" },
  })
  readonly sourceCode!: string | undefined;
  @SourceVersionField({
    example: 3,
    says: {
      vi: 'Phiên bản của hệ thống gửi, tăng dần: số nguyên hoặc thời gian; nên luôn gửi',
      en: "The sender's growing version: an integer or a time; strongly recommended",
    },
  })
  readonly sourceVersion!: number | string | undefined;
  @TextField({ required: true, example: '2.000815', says: { vi: 'Mã thủ tục hành chính', en: 'Procedure code' } })
  readonly procedureCode!: string;
  @TextField({
    example: 'Chứng thực bản sao từ bản chính',
    says: { vi: 'Tên TTHC; để trống thì lấy từ danh mục', en: 'Name of the procedure; filled from the catalogue when absent' },
  })
  readonly procedureName!: string | undefined;
  @TextField({
    example: 'G15-TP01',
    says: { vi: 'Mã lĩnh vực; để trống thì lấy từ danh mục', en: 'Field code; filled from the catalogue when absent' },
  })
  readonly fieldCode!: string | undefined;
  @TextField({
    example: 'Chứng thực',
    says: { vi: 'Tên lĩnh vực; để trống thì lấy từ danh mục', en: 'Name of the field; filled from the catalogue when absent' },
  })
  readonly fieldName!: string | undefined;
  @ChoiceField(CHANNELS, {
    says: { vi: 'Kênh thực hiện: trực tiếp, trực tuyến, bưu chính', en: 'How it was filed: at the desk, online, by post' },
  })
  readonly channel!: string | undefined;
  @ObjectField(() => ApplicantBody, { required: true, says: { vi: 'Chủ hồ sơ', en: 'Owner of the dossier' } })
  readonly applicant!: ApplicantBody;
  @TextField({ says: { vi: 'Trích yếu hồ sơ', en: 'Abstract' } })
  readonly abstract!: string | undefined;
  @TextField({ says: { vi: 'Ghi chú', en: 'Note' } })
  readonly note!: string | undefined;
  @TextField({ says: { vi: 'Thông tin khác', en: 'Other information' } })
  readonly otherInformation!: string | undefined;
  @TimeField({
    required: isReceived,
    says: {
      vi: 'Ngày tiếp nhận; bắt buộc trừ trạng thái 1 và 3',
      en: 'When it was received; required except for status 1 and 3',
    },
  })
  readonly receivedAt!: string | undefined;
  @TimeField({ example: '2026-11-25T17:00:00+07:00', says: { vi: 'Ngày hẹn trả', en: 'When it is due' } })
  readonly dueAt!: string | undefined;
  @TimeField({ says: { vi: 'Ngày kết thúc xử lý', en: 'When it was finished' } })
  readonly finishedAt!: string | undefined;
  @TimeField({ says: { vi: 'Ngày trả kết quả', en: 'When the result was returned' } })
  readonly returnedAt!: string | undefined;
  @TextField({ says: { vi: 'Thông tin trả kết quả', en: 'Note of the return' } })
  readonly returnNote!: string | undefined;
  @TimeField({ says: { vi: 'Ngày từ chối', en: 'When it was refused' } })
  readonly refusedAt!: string | undefined;
  @TimeField({ says: { vi: 'Ngày nộp hồ sơ', en: 'When it was filed' } })
  readonly submittedAt!: string | undefined;
  @StatusField({ required: true, example: 2, says: { vi: 'Trạng thái hồ sơ, 1–10', en: 'Status, 1–10' } })
  readonly status!: number;
  @ChoiceField(RETURN_METHODS, {
    required: true,
    says: { vi: 'Hình thức trả: tại bộ phận một cửa hoặc qua bưu chính', en: 'How the result goes back: at the desk or by post' },
  })
  readonly returnMethod!: string;
  @TextField({
    required: true,
    example: 'UBND phường Hạc Thành',
    says: { vi: 'Đơn vị xử lý', en: 'Name of the processing agency' },
  })
  readonly agencyName!: string;
  @TextField({ example: 'BN-0001', says: { vi: 'Số biên nhận', en: 'Number of the paper receipt' } })
  readonly receiptNumber!: string | undefined;
  @TextField({
    example: '1',
    says: { vi: 'Nơi nộp hồ sơ, mã của cổng quốc gia', en: "Place of submission, the national portal's code" },
  })
  readonly submissionPlace!: string | undefined;
  @TextField({
    example: '0',
    says: { vi: 'Được thanh toán trực tuyến, mã của cổng quốc gia', en: "Paid online, the national portal's code" },
  })
  readonly paidOnline!: string | undefined;
  @BooleanField({ says: { vi: 'Hồ sơ có thành phần số hoá', en: 'Has digitised components' } })
  readonly digitised!: boolean | undefined;
  @BooleanField({ says: { vi: 'Tài khoản được xác thực với VNeID', en: 'The account is verified with VNeID' } })
  readonly vneidVerified!: boolean | undefined;
  @TextListField({
    example: ['CSDLDC'],
    says: { vi: 'Mã các CSDL đã kết nối', en: 'Codes of the databases that were consulted' },
  })
  readonly consultedDatabases!: string[] | undefined;
  @ListField(() => FeeBody, { says: { vi: 'Phí, lệ phí', en: 'Fees' } })
  readonly fees!: FeeBody[] | undefined;
  @ListField(() => PaperBody, { says: { vi: 'Tài liệu nộp', en: 'Papers submitted' } })
  readonly papers!: PaperBody[] | undefined;
  @ListField(() => OtherPaperBody, { says: { vi: 'Tệp đính kèm khác', en: 'Other papers' } })
  readonly otherPapers!: OtherPaperBody[] | undefined;
  @ListField(() => ResultBody, { says: { vi: 'Giấy tờ kết quả', en: 'Results' } })
  readonly results!: ResultBody[] | undefined;
  @ListField(() => SupplementBody, { says: { vi: 'Các lần bổ sung', en: 'Requests for supplements' } })
  readonly supplements!: SupplementBody[] | undefined;
}

function isReceived(owner: object): boolean {
  const status = (owner as DossierBody).status;
  return !(isStatus(status) && STATUSES_BEFORE_RECEPTION.includes(status));
}
