import type { ProblemEntry } from '#runtime';

/** Who may not do what is asked. */
export const SESSION_CODES = {
  'csrf.missing': {
    status: 403,
    title: { vi: 'Thiếu tiêu đề X-Requested-By', en: 'The header X-Requested-By is missing' },
    message: {
      vi: 'Yêu cầu thay đổi không có tiêu đề X-Requested-By: console, nên có thể đến từ một trang khác.',
      en: 'A request that changes something lacks the header X-Requested-By: console, and may come from another page.',
    },
    next: { vi: 'Hãy gửi kèm tiêu đề này.', en: 'Send this header along.' },
  },
  'session.none': {
    status: 401,
    title: { vi: 'Chưa đăng nhập', en: 'Not logged in' },
    message: {
      vi: 'Không có phiên làm việc, hoặc phiên đã hết hạn hay bị kết thúc.',
      en: 'There is no session, or it has expired or was ended.',
    },
    next: { vi: 'Hãy đăng nhập rồi thử lại.', en: 'Log in and try again.' },
  },
  'role.too-low': {
    status: 403,
    title: { vi: 'Không đủ quyền', en: 'Not allowed' },
    message: { vi: 'Vai trò của tài khoản không được làm việc này.', en: 'The role of this account may not do this.' },
    next: { vi: 'Hãy nhờ người có vai trò cao hơn.', en: 'Ask somebody with a higher role.' },
  },
  'login.wrong': {
    status: 401,
    title: { vi: 'Đăng nhập không đúng', en: 'Wrong login' },
    message: {
      vi: 'Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản bị khoá.',
      en: 'The user name or the password is wrong, or the account is disabled.',
    },
    next: {
      vi: 'Hãy kiểm tra lại; quên mật khẩu thì nhờ quản trị đặt lại.',
      en: 'Check them; ask the administrator for a new password if it is lost.',
    },
  },
  'login.too-many': {
    status: 429,
    title: { vi: 'Đăng nhập quá nhiều lần', en: 'Too many logins' },
    message: {
      vi: 'Tên này hoặc địa chỉ mạng này đã thử đăng nhập quá nhiều lần.',
      en: 'This name or this network address has tried to log in too often.',
    },
    next: { vi: 'Hãy thử lại sau số giây ở Retry-After.', en: 'Try again after the seconds in Retry-After.' },
  },
} as const satisfies Record<string, ProblemEntry>;
