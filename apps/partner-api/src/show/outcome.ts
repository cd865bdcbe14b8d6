import type { AttemptOutcome } from '#canonical';
import type { DossierView } from '#ledger';
import type { Text } from '#runtime';

const OUTCOMES = {
  delivered: { vi: 'Nơi nhận đã nhận.', en: 'The destination has it.' },
  exists: {
    vi: 'Nơi nhận đã có hồ sơ này từ trước; cổng đang đối chiếu rồi cập nhật.',
    en: 'The destination had this dossier before; the gateway compares and then updates it.',
  },
  deferred: {
    vi: 'Nơi nhận đang bận hoặc chưa kết nối được; cổng tự gửi lại.',
    en: 'The destination is busy or cannot be reached; the gateway sends again by itself.',
  },
  refused: {
    vi: 'Nơi nhận từ chối nội dung; hãy sửa và gửi lại hồ sơ hoặc bước này.',
    en: 'The destination refused the content; correct it and send the dossier or step again.',
  },
  unmapped: {
    vi: 'Một mã chưa có ánh xạ; tỉnh bổ sung bảng mã thì hồ sơ tự đi tiếp.',
    en: 'A code is not mapped; the dossier goes on by itself once the province adds it.',
  },
  unknown: {
    vi: 'Mất câu trả lời của nơi nhận; cổng tra cứu trước khi gửi lại.',
    en: 'The answer was lost; the gateway looks it up before it sends again.',
  },
} as const satisfies Record<AttemptOutcome, Text>;

/** A dossier as the door shows it: the last outcome with a sentence for people. */
export function showDossier(view: DossierView): object {
  const destinations = view.destinations.map(({ lastOutcome, ...destination }) => ({
    ...destination,
    lastOutcome:
      lastOutcome === null
        ? null
        : { code: lastOutcome.outcome, cause: lastOutcome.cause, message: OUTCOMES[lastOutcome.outcome], at: lastOutcome.at },
  }));
  return { ...view, destinations };
}
