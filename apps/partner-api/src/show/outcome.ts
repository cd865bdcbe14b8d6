import type { AttemptOutcome } from '#canonical';
import type { DossierView } from '#ledger';
import type { Text } from '#runtime';
import { codeOf, sayOutcome } from '#sheets';

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
  unmapped: {
    vi: 'Một mã chưa có ánh xạ; tỉnh bổ sung bảng mã thì hồ sơ tự đi tiếp.',
    en: 'A code is not mapped; the dossier goes on by itself once the province adds it.',
  },
  unknown: {
    vi: 'Mất câu trả lời của nơi nhận; cổng tra cứu, hoặc chờ rồi mới gửi lại nếu nơi nhận không tra cứu được.',
    en: 'The answer was lost; the gateway looks it up, or waits before it sends again where nothing can be looked up.',
  },
} as const satisfies Record<Exclude<AttemptOutcome, 'refused'>, Text>;

/** A dossier as the door shows it: the last outcome with a sentence for people. */
export function showDossier(view: DossierView): object {
  const destinations = view.destinations.map(({ lastOutcome, ...destination }) => ({
    ...destination,
    lastOutcome:
      lastOutcome === null
        ? null
        : { code: lastOutcome.outcome, cause: lastOutcome.cause, message: say(lastOutcome), at: lastOutcome.at },
  }));
  return { ...view, destinations };
}

/** Who refuses what is told as in the feed of outcomes: what to do depends on it. */
function say({ outcome, cause }: { readonly outcome: AttemptOutcome; readonly cause: string | null }): Text {
  return outcome === 'refused' ? sayOutcome(codeOf({ state: 'refused', cause: cause ?? '' })) : OUTCOMES[outcome];
}
