import type { OutcomeCauses } from '#protocols';

/** What the causes of this dialect's outcome table mean to people, and who can do something about each. */
export const OUTCOME_CAUSES = {
  'province.accepted': {
    mustAct: 'nobody',
    says: { vi: 'Cổng của tỉnh đã nhận.', en: 'The provincial portal has it.' },
  },
  'province.exists': {
    mustAct: 'nobody',
    says: {
      vi: 'Cổng của tỉnh đã có hồ sơ này từ trước; hồ sơ được cập nhật.',
      en: 'The provincial portal had the dossier before; it is updated.',
    },
  },
  'province.not-found': {
    mustAct: 'nobody',
    says: {
      vi: 'Cổng của tỉnh nói chưa có hồ sơ này; được gửi từ đầu.',
      en: 'The provincial portal says that it does not have the dossier; everything is sent.',
    },
  },
  'province.content': {
    mustAct: 'province',
    says: { vi: 'Cổng của tỉnh từ chối nội dung.', en: 'The provincial portal refused the content.' },
  },
  'province.no-update': {
    mustAct: 'province',
    says: {
      vi: 'Cổng của tỉnh không cho cập nhật hồ sơ đã có.',
      en: 'The provincial portal does not let a dossier be updated.',
    },
  },
  'province.login-refused': {
    mustAct: 'province',
    says: {
      vi: 'Cổng của tỉnh từ chối tài khoản hoặc mật khẩu.',
      en: 'The provincial portal refused the account or its password.',
    },
  },
  'province.session': {
    mustAct: 'nobody',
    says: { vi: 'Phiên đăng nhập hết hạn; được đăng nhập lại.', en: 'The session ended; a new one is obtained.' },
  },
  'province.forbidden': {
    mustAct: 'provincial-portal',
    says: { vi: 'Cổng của tỉnh không cho truy cập (HTTP 403).', en: 'The provincial portal denies access (HTTP 403).' },
  },
  'province.rate-limited': {
    mustAct: 'nobody',
    says: { vi: 'Cổng của tỉnh yêu cầu gửi chậm lại.', en: 'The provincial portal asks to be called less often.' },
  },
  'province.busy': {
    mustAct: 'nobody',
    says: { vi: 'Cổng của tỉnh đang bận.', en: 'The provincial portal is busy.' },
  },
  'province.unavailable': {
    mustAct: 'provincial-portal',
    says: {
      vi: 'Cổng của tỉnh tạm ngừng (HTTP 503).',
      en: 'The provincial portal is out of service for now (HTTP 503).',
    },
  },
  'province.server-error': {
    mustAct: 'provincial-portal',
    says: {
      vi: 'Cổng của tỉnh gặp lỗi bên trong (HTTP 5xx).',
      en: 'The provincial portal has a fault of its own (HTTP 5xx).',
    },
  },
  'province.no-service': {
    mustAct: 'province',
    says: {
      vi: 'Ở địa chỉ này không có dịch vụ (HTTP 404): hãy kiểm tra địa chỉ của cổng.',
      en: 'There is no service at this address (HTTP 404): check the address of the portal.',
    },
  },
  'province.too-large': {
    mustAct: 'province',
    says: {
      vi: 'Hệ thống trên đường tới cổng của tỉnh nói yêu cầu quá lớn (HTTP 413).',
      en: 'Something on the way to the provincial portal says that the request is too large (HTTP 413).',
    },
  },
  'province.redirect': {
    mustAct: 'province',
    says: {
      vi: 'Cổng của tỉnh chuyển hướng sang nơi khác; không đi theo: hãy kiểm tra địa chỉ.',
      en: 'The provincial portal redirects elsewhere, which is not followed: check the address.',
    },
  },
  'province.unreadable': {
    mustAct: 'provincial-portal',
    says: {
      vi: 'Câu trả lời không phải là của cổng tỉnh (ví dụ một trang HTML).',
      en: 'The answer is none of the provincial portal, but a page of HTML for example.',
    },
  },
  'province.stale-reply': {
    mustAct: 'provincial-portal',
    says: {
      vi: 'Câu trả lời nói về một hồ sơ hoặc lời gọi khác.',
      en: 'The answer speaks of another dossier or another call.',
    },
  },
  'province.contradictory': {
    mustAct: 'provincial-portal',
    says: { vi: 'Câu trả lời tự mâu thuẫn.', en: 'The answer contradicts itself.' },
  },
  'province.incomplete': {
    mustAct: 'provincial-portal',
    says: { vi: 'Câu trả lời thiếu phần đã hỏi.', en: 'The part that was asked for is missing in the answer.' },
  },
  'province.http-status': {
    mustAct: 'province',
    says: {
      vi: 'Mã HTTP này chưa có trong bảng: hãy bổ sung bảng kết quả.',
      en: 'No line of the table knows this HTTP status: add one.',
    },
    isUnexplained: true,
  },
  'province.unexplained': {
    mustAct: 'province',
    says: {
      vi: 'Chưa dòng nào trong bảng giải thích câu trả lời này: hãy bổ sung bảng kết quả.',
      en: 'No line of the table explains this answer: add one.',
    },
    isUnexplained: true,
  },
} as const satisfies OutcomeCauses;

/** A cause that the table of this dialect may name. */
export type ProvinceCause = keyof typeof OUTCOME_CAUSES;
