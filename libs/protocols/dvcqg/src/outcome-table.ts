import type { OutcomeRow } from '#protocols';
import type { NationalCause } from './outcome-causes.ts';

/** The calls of this dialect, as the table tells them apart. */
export type Service = 'login' | 'create' | 'update' | 'steps' | 'lookup' | 'list';

const ANY_HTTP = [100, 999] as const;
const PUSHES = ['create', 'update', 'steps'] as const;
const EXISTS = ['3', '-3'] as const;
const NOT_THERE = ['không tồn tại', 'không tìm thấy', 'chưa có hồ sơ', 'chưa tồn tại'] as const;
/** What a portal may miss inside a dossier: a code that it does not know is a matter of content, not a lost dossier. */
const PARTS = ['tthc', 'thủ tục', 'lĩnh vực', 'danh mục', 'giấy tờ', 'tệp', 'thành phần', 'trạng thái'] as const;
const STRANGERS = ['tài khoản', 'người dùng', 'dịch vụ', 'service'] as const;

/**
 * How answers of the national portal are understood. No list of its codes is public (source: protocols §1.4): codes and texts
 * were collected from clients, so what no line explains is unknown and is verified instead of believed.
 */
export const OUTCOME_TABLE: readonly OutcomeRow<Service, NationalCause>[] = [
  // The transport speaks before any envelope does.
  { http: [300, 399], verdict: 'unknown', cause: 'national.redirect' },
  { http: [429, 429], verdict: 'deferred', cause: 'national.rate-limited', withoutEffect: true },
  { http: [503, 503], verdict: 'deferred', cause: 'national.unavailable', withoutEffect: true },
  { http: [401, 401], services: ['login'], verdict: 'forbidden', cause: 'national.forbidden', withoutEffect: true },
  { http: [401, 401], verdict: 'session', cause: 'national.session', withoutEffect: true },
  { http: [403, 403], verdict: 'forbidden', cause: 'national.forbidden' },
  { http: [404, 405], verdict: 'unknown', cause: 'national.no-service' },
  { http: [413, 414], verdict: 'unknown', cause: 'national.too-large' },
  { http: [500, 599], verdict: 'unknown', cause: 'national.server-error' },
  { http: [100, 199], verdict: 'unknown', cause: 'national.http-status' },
  { http: [202, 999], verdict: 'unknown', cause: 'national.http-status' },

  // An answer that cannot be trusted is not weighed.
  { flaws: ['unreadable'], verdict: 'unknown', cause: 'national.unreadable' },
  { flaws: ['stale'], verdict: 'unknown', cause: 'national.stale-reply' },
  { flaws: ['contradictory'], verdict: 'unknown', cause: 'national.contradictory' },
  { flaws: ['incomplete'], verdict: 'unknown', cause: 'national.incomplete' },

  { codes: 'success', verdict: 'delivered', cause: 'national.accepted' },

  // A login changes nothing, so that no refusal of it needs to be verified.
  {
    services: ['login'],
    codes: 'failure',
    texts: ['đang bận', 'thử lại sau', 'quá tải'],
    verdict: 'deferred',
    cause: 'national.busy',
  },
  { services: ['login'], codes: 'failure', verdict: 'refused', cause: 'national.login-refused' },

  // Before the words for faulty content, because "phiên làm việc không hợp lệ" holds one of them (assumption A2).
  {
    codes: 'failure',
    texts: ['phiên', 'session'],
    without: ['phiên bản', 'phiên dịch'],
    verdict: 'session',
    cause: 'national.session',
  },
  { codes: 'failure', texts: ['phiên làm việc', 'phiên đăng nhập'], verdict: 'session', cause: 'national.session' },

  { services: ['create'], codes: EXISTS, verdict: 'exists', cause: 'national.exists' },
  { services: ['create'], codes: 'failure', texts: ['đã tồn tại'], verdict: 'exists', cause: 'national.exists' },
  { codes: EXISTS, verdict: 'unknown', cause: 'national.unasked' },

  // Before the words for content: "vượt quá số lượng yêu cầu, vui lòng thử lại sau".
  { codes: 'failure', texts: ['hệ thống đang bận', 'thử lại sau', 'quá tải'], verdict: 'deferred', cause: 'national.busy' },
  { codes: 'failure', texts: ['chưa được hỗ trợ'], verdict: 'unknown', cause: 'national.not-offered' },
  {
    services: ['update', 'steps', 'lookup'],
    codes: 'failure',
    texts: NOT_THERE,
    without: [...PARTS, ...STRANGERS],
    verdict: 'not-found',
    cause: 'national.not-found',
  },
  { services: PUSHES, codes: 'failure', texts: NOT_THERE, beside: PARTS, verdict: 'refused', cause: 'national.content' },
  {
    services: PUSHES,
    codes: 'failure',
    texts: ['không hợp lệ', 'bắt buộc', 'không được để trống', 'sai định dạng', 'vượt quá'],
    verdict: 'refused',
    cause: 'national.content',
  },

  { http: ANY_HTTP, verdict: 'unknown', cause: 'national.unexplained' },
];
