import type { OutcomeCauses } from '#protocols';

/** What the causes of this dialect's outcome table mean to people, and who can do something about each. */
export const OUTCOME_CAUSES = {
  'national.accepted': {
    mustAct: 'nobody',
    says: { vi: 'Cổng quốc gia đã nhận.', en: 'The national portal has it.' },
  },
  'national.answered': {
    mustAct: 'nobody',
    says: { vi: 'Cổng quốc gia có trả lời.', en: 'The national portal answers.' },
  },
  'national.no-login': {
    mustAct: 'nobody',
    says: { vi: 'Đường kết nối này không cần đăng nhập.', en: 'This transport needs no login.' },
  },
  'national.exists': {
    mustAct: 'nobody',
    says: {
      vi: 'Cổng quốc gia đã có hồ sơ này từ trước; hồ sơ được đối chiếu rồi cập nhật.',
      en: 'The national portal had the dossier before; it is compared and then updated.',
    },
  },
  'national.not-found': {
    mustAct: 'nobody',
    says: {
      vi: 'Cổng quốc gia nói chưa có hồ sơ này; được tra cứu lại rồi gửi từ đầu.',
      en: 'The national portal says that it does not have the dossier; it is asked again, then everything is sent.',
    },
  },
  'national.content': {
    mustAct: 'commune',
    says: { vi: 'Cổng quốc gia từ chối nội dung.', en: 'The national portal refused the content.' },
  },
  'national.login-refused': {
    mustAct: 'province',
    says: {
      vi: 'Cổng quốc gia từ chối tài khoản hoặc mật khẩu.',
      en: 'The national portal refused the account or its password.',
    },
  },
  'national.session': {
    mustAct: 'nobody',
    says: { vi: 'Phiên đăng nhập hết hạn; được đăng nhập lại.', en: 'The session ended; a new one is obtained.' },
  },
  'national.forbidden': {
    mustAct: 'province',
    says: { vi: 'Cổng quốc gia không cho truy cập (HTTP 403).', en: 'The national portal denies access (HTTP 403).' },
  },
  'national.rate-limited': {
    mustAct: 'nobody',
    says: { vi: 'Cổng quốc gia yêu cầu gửi chậm lại.', en: 'The national portal asks to be called less often.' },
  },
  'national.busy': {
    mustAct: 'nobody',
    says: { vi: 'Cổng quốc gia đang bận.', en: 'The national portal is busy.' },
  },
  'national.unavailable': {
    mustAct: 'national',
    says: { vi: 'Cổng quốc gia tạm ngừng (HTTP 503).', en: 'The national portal is out of service for now (HTTP 503).' },
  },
  'national.server-error': {
    mustAct: 'national',
    says: { vi: 'Cổng quốc gia gặp lỗi bên trong (HTTP 5xx).', en: 'The national portal has a fault of its own (HTTP 5xx).' },
  },
  'national.no-service': {
    mustAct: 'province',
    says: {
      vi: 'Ở địa chỉ này không có dịch vụ (HTTP 404): hãy kiểm tra địa chỉ của cổng.',
      en: 'There is no service at this address (HTTP 404): check the address of the portal.',
    },
  },
  'national.too-large': {
    mustAct: 'province',
    says: {
      vi: 'Hệ thống trên đường tới cổng quốc gia nói yêu cầu quá lớn (HTTP 413).',
      en: 'Something on the way to the national portal says that the request is too large (HTTP 413).',
    },
  },
  'national.redirect': {
    mustAct: 'province',
    says: {
      vi: 'Cổng quốc gia chuyển hướng sang nơi khác; không đi theo: hãy kiểm tra địa chỉ.',
      en: 'The national portal redirects elsewhere, which is not followed: check the address.',
    },
  },
  'national.not-offered': {
    mustAct: 'national',
    says: { vi: 'Cổng quốc gia chưa hỗ trợ dịch vụ này.', en: 'The national portal does not offer this service.' },
  },
  'national.unasked': {
    mustAct: 'national',
    says: {
      vi: 'Cổng quốc gia nói đã tồn tại, trong khi không phải là tạo mới.',
      en: 'The national portal says that something exists, although nothing was to be created.',
    },
  },
  'national.unreadable': {
    mustAct: 'national',
    says: {
      vi: 'Câu trả lời không phải là của cổng quốc gia (ví dụ một trang HTML).',
      en: 'The answer is none of the national portal, but a page of HTML for example.',
    },
  },
  'national.stale-reply': {
    mustAct: 'national',
    says: {
      vi: 'Câu trả lời nói về một hồ sơ hoặc lời gọi khác.',
      en: 'The answer speaks of another dossier or another call.',
    },
  },
  'national.contradictory': {
    mustAct: 'national',
    says: { vi: 'Câu trả lời tự mâu thuẫn.', en: 'The answer contradicts itself.' },
  },
  'national.incomplete': {
    mustAct: 'national',
    says: { vi: 'Câu trả lời thiếu phần đã hỏi.', en: 'The part that was asked for is missing in the answer.' },
  },
  'national.http-status': {
    mustAct: 'province',
    says: {
      vi: 'Mã HTTP này chưa có trong bảng: hãy bổ sung bảng kết quả.',
      en: 'No line of the table knows this HTTP status: add one.',
    },
    isUnexplained: true,
  },
  'national.unexplained': {
    mustAct: 'province',
    says: {
      vi: 'Chưa dòng nào trong bảng giải thích câu trả lời này: hãy bổ sung bảng kết quả.',
      en: 'No line of the table explains this answer: add one.',
    },
    isUnexplained: true,
  },
} as const satisfies OutcomeCauses;

/** A cause that the table of this dialect may name. */
export type NationalCause = keyof typeof OUTCOME_CAUSES;
