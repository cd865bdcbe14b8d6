import type { Step } from '#canonical';
import { DossierCodeField, StatusField, TextField, TimeField } from './fields.ts';
import type { EveryFieldOf } from './nested-bodies.ts';

const MAX_SOURCE_CODE = 100;

/** A status change as a commune system sends it: by dossier code, or by the system's own code. */
export class StepBody implements EveryFieldOf<Step & { sourceCode: unknown }> {
  @DossierCodeField({
    required: hasNoSourceCode,
    example: 'H56.14797-261123-0001',
    says: { vi: 'Mã hồ sơ; bắt buộc khi không có sourceCode', en: 'Dossier code; required without sourceCode' },
  })
  readonly dossierCode!: string | undefined;
  @TextField({
    max: MAX_SOURCE_CODE,
    example: 'HT-2026-000123',
    says: {
      vi: 'Mã nội bộ đã gửi cùng hồ sơ, thay cho mã hồ sơ',
      en: "The sender's own code of the dossier, instead of the dossier code",
    },
  })
  readonly sourceCode!: string | undefined;
  @StatusField({ required: true, example: 4, says: { vi: 'Trạng thái sau bước này, 1–10', en: 'Status after this step, 1–10' } })
  readonly status!: number;
  @TimeField({ required: true, example: '2026-11-23T09:00:00+07:00', says: { vi: 'Thời điểm xử lý', en: 'When it happened' } })
  readonly occurredAt!: string;
  @TextField({ required: true, example: 'Lê Thị B', says: { vi: 'Người xử lý', en: 'Officer' } })
  readonly officer!: string;
  @TextField({ example: 'Chuyên viên', says: { vi: 'Chức danh', en: 'Title of the officer' } })
  readonly title!: string | undefined;
  @TextField({ example: 'Bộ phận một cửa', says: { vi: 'Phòng ban xử lý', en: 'Department' } })
  readonly department!: string | undefined;
  @TextField({ required: true, example: 'Thẩm định', says: { vi: 'Nội dung xử lý', en: 'What was done' } })
  readonly content!: string;
  @TimeField({ says: { vi: 'Ngày bắt đầu', en: 'When this step began' } })
  readonly startedAt!: string | undefined;
  @TimeField({ says: { vi: 'Ngày kết thúc theo quy định', en: 'When it should end by regulation' } })
  readonly dueAt!: string | undefined;
}

function hasNoSourceCode(owner: object): boolean {
  const { sourceCode } = owner as StepBody;
  return typeof sourceCode !== 'string' || sourceCode.trim() === '';
}
