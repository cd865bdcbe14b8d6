import type { Text } from '#runtime';
import type { IncidentKind } from './incident-kind.ts';

const TITLES: Readonly<Record<IncidentKind, Text>> = {
  unmapped: { vi: 'Thiếu mã', en: 'A code is missing' },
  refused: { vi: 'Nơi nhận từ chối', en: 'The destination refuses' },
  undecidable: { vi: 'Không biết bước đã đến hay chưa', en: 'Nobody can tell whether a step arrived' },
  disorder: { vi: 'Các bước ở nơi nhận sai thứ tự', en: 'Steps stand in another order' },
  twice: { vi: 'Một bước có hai lần ở nơi nhận', en: 'A step is there twice' },
  restored: { vi: 'Sau khôi phục, chờ gửi lại', en: 'After a restoration, waiting for what is sent again' },
  recordless: { vi: 'Bước không có hồ sơ ở nơi nhận', en: 'A step without its dossier' },
  breaker: { vi: 'Nơi nhận bị ngắt', en: 'The destination is stopped' },
  'code-taken': { vi: 'Mã hồ sơ của đơn vị khác', en: 'A dossier code of somebody else' },
  unexplained: { vi: 'Câu trả lời chưa được hiểu', en: 'An answer that nobody knows' },
  escalated: { vi: 'Chờ quá lâu', en: 'It has been waiting for too long' },
  discrepancy: { vi: 'Hai bên khác nhau', en: 'Two sides differ' },
  score: { vi: 'Điểm 766 đang mất trước khi kỳ kết thúc', en: 'Points are being lost before a period ends' },
  'self-check': { vi: 'Tự kiểm tra thấy bất thường', en: 'A self-check found something' },
};

const OTHER: Text = { vi: 'Cần người xem', en: 'Somebody has to look' };

/** What an incident is called to people, wherever it is told of. A newer version of the gateway may have opened one of another kind. */
export function titleOfIncident(kind: string): Text {
  return isKnown(kind) ? TITLES[kind] : OTHER;
}

function isKnown(kind: string): kind is IncidentKind {
  return Object.hasOwn(TITLES, kind);
}
