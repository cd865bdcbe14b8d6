import {
  APPLICANT_KINDS,
  IDENTITY_KINDS,
  type Applicant,
  type Fee,
  type Identity,
  type OtherPaper,
  type Paper,
  type ResultPaper,
} from '#canonical';
import { BooleanField, ChoiceField, IntegerField, ListField, TextField } from './fields.ts';

/** Every field of a canonical type, so that a shape of the door that forgets one does not compile. */
export type EveryFieldOf<T> = Readonly<Record<keyof T, unknown>>;

export class IdentityBody implements EveryFieldOf<Identity> {
  @ChoiceField(IDENTITY_KINDS, {
    required: true,
    says: {
      vi: 'Loại giấy tờ: căn cước công dân hoặc chứng minh nhân dân',
      en: 'Kind of paper: citizen card or old identity card',
    },
  })
  readonly kind!: string;
  @TextField({ required: true, example: '038000000000', says: { vi: 'Số định danh', en: 'Number of the paper' } })
  readonly number!: string;
}

export class ApplicantBody implements EveryFieldOf<Applicant> {
  @ChoiceField(APPLICANT_KINDS, {
    required: true,
    says: {
      vi: 'Loại đối tượng: công dân, doanh nghiệp, cơ quan, tổ chức',
      en: 'Who files: citizen, enterprise, agency, organisation',
    },
  })
  readonly kind!: string;
  @TextField({ example: 'Nguyễn Văn A', says: { vi: 'Tên chủ hồ sơ', en: 'Name of the owner' } })
  readonly name!: string | undefined;
  @TextField({ example: '038000000000', says: { vi: 'Số giấy tờ của chủ hồ sơ', en: "Number of the owner's paper" } })
  readonly idNumber!: string | undefined;
  @TextField({ example: '1f0c', says: { vi: 'Mã tài khoản quốc gia của chủ hồ sơ', en: "Id of the owner's national account" } })
  readonly accountId!: string | undefined;
  @ListField(() => IdentityBody, { says: { vi: 'Các định danh của chủ hồ sơ', en: 'Identity papers of the owner' } })
  readonly identities!: IdentityBody[] | undefined;
  @TextField({ example: 'a@example.vn', says: { vi: 'Thư điện tử', en: 'E-mail' } })
  readonly email!: string | undefined;
  @TextField({ example: '0900000000', says: { vi: 'Số điện thoại', en: 'Telephone' } })
  readonly phone!: string | undefined;
  @TextField({ example: '02370000000', says: { vi: 'Số fax', en: 'Fax' } })
  readonly fax!: string | undefined;
}

export class PaperBody implements EveryFieldOf<Paper> {
  @TextField({ example: 'tep-1', says: { vi: 'Mã tệp', en: 'Id of the file' } })
  readonly fileId!: string | undefined;
  @TextField({ example: 'to-khai.pdf', says: { vi: 'Tên tệp', en: 'Name of the file' } })
  readonly name!: string | undefined;
  @TextField({ example: '000.00.00.H56-KQ0001', says: { vi: 'Mã thành phần hồ sơ', en: 'Code of the component of the dossier' } })
  readonly component!: string | undefined;
  @TextField({ example: 'https://files.example.vn/to-khai.pdf', says: { vi: 'Đường dẫn tải tệp', en: 'Link to the file' } })
  readonly url!: string | undefined;
  @BooleanField({ example: false, says: { vi: 'Đã xoá', en: 'Deleted' } })
  readonly deleted!: boolean | undefined;
  @BooleanField({ says: { vi: 'Được số hoá', en: 'Digitised' } })
  readonly digitised!: boolean | undefined;
  @TextField({ example: '0', says: { vi: 'Mã tái sử dụng của cổng quốc gia', en: "The national portal's code for reuse" } })
  readonly reused!: string | undefined;
  @BooleanField({ example: false, says: { vi: 'Lấy từ kho dữ liệu quốc gia', en: 'Taken from the national store' } })
  readonly fromNationalStore!: boolean | undefined;
  @TextField({ example: 'KQ-1', says: { vi: 'Mã kết quả thay thế', en: 'Code of the result that replaces it' } })
  readonly replacedByResult!: string | undefined;
}

export class FeeBody implements EveryFieldOf<Fee> {
  @TextField({ example: 'Lệ phí', says: { vi: 'Tên phí, lệ phí', en: 'Name of the fee' } })
  readonly name!: string | undefined;
  @TextField({ example: 'LP01', says: { vi: 'Mã phí, lệ phí', en: 'Code of the fee' } })
  readonly code!: string | undefined;
  @TextField({ example: '1', says: { vi: 'Hình thức thu', en: 'How it is collected' } })
  readonly collection!: string | undefined;
  @IntegerField({ example: 8000, says: { vi: 'Số tiền, đồng', en: 'Amount, whole VND' } })
  readonly amount!: number | undefined;
  @TextField({ example: '1', says: { vi: 'Loại phí, lệ phí', en: 'Kind of the fee' } })
  readonly kind!: string | undefined;
}

export class OtherPaperBody implements EveryFieldOf<OtherPaper> {
  @TextField({ example: 'Sổ hộ khẩu', says: { vi: 'Tên giấy tờ', en: 'Name of the paper' } })
  readonly name!: string | undefined;
  @IntegerField({ says: { vi: 'Số lượng', en: 'Quantity' } })
  readonly quantity!: number | undefined;
  @IntegerField({ says: { vi: 'Loại giấy tờ', en: 'Kind of the paper' } })
  readonly kind!: number | undefined;
}

export class ResultBody implements EveryFieldOf<ResultPaper> {
  @TextField({ example: 'ket-qua.pdf', says: { vi: 'Tên giấy tờ kết quả', en: 'Name of the result' } })
  readonly name!: string | undefined;
  @TextField({ example: 'KQ0001', says: { vi: 'Mã thành phần', en: 'Code of the component' } })
  readonly component!: string | undefined;
  @TextField({ example: 'GT-1', says: { vi: 'Mã giấy tờ', en: 'Id of the paper' } })
  readonly paperId!: string | undefined;
  @TextField({ example: 'https://files.example.vn/ket-qua.pdf', says: { vi: 'Đường dẫn tải kết quả', en: 'Link to the result' } })
  readonly url!: string | undefined;
  @TextField({ example: 'KQ-1', says: { vi: 'Mã kết quả', en: 'Code of the result' } })
  readonly resultCode!: string | undefined;
}
