import type { Text } from '#runtime';

/** Why a client is asked to send something again, and how. `all`: everything since a time · `one`: one dossier. Texts are fixed. */
const REASONS: Readonly<Record<string, Readonly<Record<'all' | 'one', Text>>>> = {
  restored: {
    all: {
      vi: 'Cổng được khôi phục từ bản sao lưu. Hãy gửi lại, theo đúng thứ tự ban đầu, mọi mục có acceptedAt từ since trở đi mà GET /v1/receipts/{receiptId} trả lời 404, và mọi mục chưa nhận được biên nhận.',
      en: 'The gateway came back from a backup. Send again, in the original order, every item accepted at since or later for which GET /v1/receipts/{receiptId} answers 404, and every item that never got a receipt.',
    },
    one: {
      vi: 'Nơi nhận đang có phiên bản hoặc bước của hồ sơ này mà cổng không còn biết sau khi khôi phục. Hãy gửi lại hồ sơ và các bước theo đúng thứ tự ban đầu.',
      en: 'The destination has a version or steps of this dossier that the gateway no longer knows after it was restored. Send the dossier and its steps again in the original order.',
    },
  },
};

const RECONCILED: Text = {
  vi: 'Đối soát cho thấy hai bên khác nhau ở hồ sơ này. Hãy gửi lại hồ sơ và mọi bước của nó theo đúng thứ tự ban đầu; cái đã có thì được nhận ra, không bị ghi đôi.',
  en: 'Reconciliation shows that the two sides differ in this dossier. Send it and all its steps again in the original order; what is there already is recognised and not doubled.',
};

const OTHERWISE: Text = {
  vi: 'Hãy gửi lại theo đúng thứ tự ban đầu.',
  en: 'Send it again in the original order.',
};

/** What a request says to a person. */
export function reasonOf(cause: string, isForAll: boolean): Text {
  if (cause.startsWith('reconcile.')) return RECONCILED;
  return REASONS[cause]?.[isForAll ? 'all' : 'one'] ?? OTHERWISE;
}
