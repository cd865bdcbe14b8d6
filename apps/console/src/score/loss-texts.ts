import { STATUS_TEXTS, isStatus } from '#canonical';
import type { Text } from '#runtime';
import type { LossCause } from '#scoring';

const CAUSES: Readonly<Record<LossCause, Text>> = {
  'missing-there': {
    vi: 'Cổng quốc gia không còn hồ sơ đã xác nhận (theo đối soát).',
    en: 'The national portal has lost the dossier that it acknowledged, as reconciliation found.',
  },
  'record-waits': {
    vi: 'Cổng quốc gia chưa xác nhận phiên bản mới của hồ sơ; đang chờ gửi.',
    en: 'The national portal has not acknowledged the newest version; it waits to be sent.',
  },
  'record-held': {
    vi: 'Phiên bản bị giữ lại vì bảng mã thiếu một mã.',
    en: 'The version is held, since the tables lack a code.',
  },
  'record-blocked': {
    vi: 'Cổng quốc gia từ chối hồ sơ; làn bị chặn, chờ người xử lý.',
    en: 'The national portal refused the dossier; its lane waits for a person.',
  },
  'record-late': {
    vi: 'Cổng quốc gia xác nhận phiên bản này sau khi kỳ đã kết thúc.',
    en: 'The national portal acknowledged this version after the period was over.',
  },
  'record-not-sent': {
    vi: 'Hồ sơ không thuộc diện gửi lên cổng quốc gia.',
    en: 'The dossier is not sent to the national portal at all.',
  },
  'step-never-sent': {
    vi: 'Hồ sơ ghi đã kết thúc nhưng hệ thống của xã chưa bao giờ gửi bước đó.',
    en: 'The record says that it was finished, and the system of the commune never sent the step.',
  },
  'step-waits': {
    vi: 'Cổng quốc gia chưa xác nhận bước; đang chờ gửi.',
    en: 'The national portal has not acknowledged the step; it waits to be sent.',
  },
  'step-held': { vi: 'Bước bị giữ lại vì bảng mã thiếu một mã.', en: 'The step is held, since the tables lack a code.' },
  'step-blocked': {
    vi: 'Làn bị chặn trước bước này, chờ người xử lý.',
    en: 'The lane is blocked before this step, and waits for a person.',
  },
  'step-late': {
    vi: 'Cổng quốc gia xác nhận bước sau khi kỳ đã kết thúc.',
    en: 'The national portal acknowledged the step after the period was over.',
  },
  'step-missing-there': {
    vi: 'Cổng quốc gia thiếu bước đã xác nhận (theo đối soát), nên không bước nào được tính.',
    en: 'The national portal lacks steps that it acknowledged, as reconciliation found; none is counted then.',
  },
  'step-cancelled': { vi: 'Bước đã bị hủy gửi hoặc bị thay.', en: 'The step was cancelled or replaced, and never sent.' },
  'field-differs': {
    vi: 'Trường ở cổng quốc gia khác với bản đã gửi (theo đối soát).',
    en: 'The field says something else at the national portal, as reconciliation found.',
  },
};

/** Why a dossier counts for less: fixed words, and which step or which field of the wire it is about. */
export function sayLoss(cause: string, field: string | null): Text {
  const said = Object.hasOwn(CAUSES, cause)
    ? CAUSES[cause as LossCause]
    : { vi: 'Chưa rõ nguyên nhân.', en: 'The cause is not known.' };
  if (field === null) return said;
  const status = Number(field);
  const detail = isStatus(status)
    ? { vi: `Bước ${field} (${STATUS_TEXTS[status].vi}).`, en: `Step ${field} (${STATUS_TEXTS[status].en}).` }
    : { vi: `Trường: ${field}.`, en: `Field: ${field}.` };
  return { vi: `${said.vi} ${detail.vi}`, en: `${said.en} ${detail.en}` };
}
