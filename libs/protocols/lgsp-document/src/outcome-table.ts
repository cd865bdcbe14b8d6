import type { OutcomeRow } from '#protocols';
import type { ProvinceCause } from './outcome-causes.ts';

/** The calls of this dialect, as the table tells them apart. Creating and updating are one service: an upsert (assumption A6). */
export type Service = 'login' | 'create' | 'update' | 'steps';

/** `Status` of an MResult that means success: it repeats what HTTP would say, as the known client reads it (assumption A13). */
export const SUCCESS = '200';

const LOGIN = ['login'] as const;
const RECORDS = ['create', 'update'] as const;
/** Whatever speaks for itself by its body: success, and refusals that some say by HTTP and some in the body alone. */
const SPOKEN = [200, 499] as const;
const TAKEN = [200, 200] as const;

/** What an authorisation server says of an account that it does not take. Source: RFC 6749 §5.2. */
const ACCOUNT_REFUSED = ['invalid_client', 'unauthorized_client', 'unsupported_grant_type', 'invalid_scope', 'invalid_grant'];
const TRY_LATER = ['temporarily_unavailable', 'slow_down'];
const BUSY = ['đang bận', 'thử lại sau', 'quá tải', 'quá nhiều yêu cầu'];
const NOT_THERE = ['không tồn tại', 'không tìm thấy', 'chưa có hồ sơ', 'chưa tồn tại'];
/** What a portal may miss inside a dossier: a code that it does not know is a matter of content, not a lost dossier. */
const PARTS = [
  'thủ tục',
  'tthc',
  'doctype',
  'đơn vị',
  'cơ quan',
  'organ',
  'danh mục',
  'trạng thái',
  'status',
  'trường',
  'tài khoản',
];

/**
 * How answers of the provincial portal are understood. No list of its codes is public (source: protocols §4); what no line
 * explains is unknown. There is no look-up, so that a success is believed only in the one form in which it is known.
 */
export const OUTCOME_TABLE: readonly OutcomeRow<Service, ProvinceCause>[] = [
  // HTTP speaks before any body does.
  { http: [300, 399], verdict: 'unknown', cause: 'province.redirect' },
  { http: [429, 429], verdict: 'deferred', cause: 'province.rate-limited', withoutEffect: true },
  { http: [503, 503], verdict: 'deferred', cause: 'province.unavailable', withoutEffect: true },
  { services: LOGIN, http: [401, 401], verdict: 'forbidden', cause: 'province.login-refused', withoutEffect: true },
  { services: LOGIN, http: [403, 403], verdict: 'forbidden', cause: 'province.login-refused', withoutEffect: true },
  { http: [401, 401], verdict: 'session', cause: 'province.session', withoutEffect: true },
  { http: [403, 403], verdict: 'forbidden', cause: 'province.forbidden' },
  { http: [100, 199], verdict: 'unknown', cause: 'province.http-status' },
  { http: [201, 299], verdict: 'unknown', cause: 'province.http-status' },
  { http: [500, 599], verdict: 'unknown', cause: 'province.server-error' },
  { http: [600, 999], verdict: 'unknown', cause: 'province.http-status' },

  // An answer that cannot be trusted is not weighed; a page that comes with another status than success is that status.
  { http: [404, 405], flaws: ['unreadable'], verdict: 'unknown', cause: 'province.no-service' },
  { http: [413, 414], flaws: ['unreadable'], verdict: 'unknown', cause: 'province.too-large' },
  { http: [400, 499], flaws: ['unreadable'], verdict: 'unknown', cause: 'province.http-status' },
  { flaws: ['unreadable'], verdict: 'unknown', cause: 'province.unreadable' },
  { http: SPOKEN, flaws: ['stale'], verdict: 'unknown', cause: 'province.stale-reply' },
  { http: SPOKEN, flaws: ['contradictory'], verdict: 'unknown', cause: 'province.contradictory' },

  // A token: a login changes nothing, so that no refusal of it needs to be verified.
  { services: LOGIN, http: SPOKEN, codes: TRY_LATER, verdict: 'deferred', cause: 'province.busy' },
  { services: LOGIN, http: SPOKEN, codes: ACCOUNT_REFUSED, verdict: 'refused', cause: 'province.login-refused' },
  { services: LOGIN, flaws: ['incomplete'], verdict: 'unknown', cause: 'province.incomplete' },
  { services: LOGIN, http: TAKEN, codes: 'success', verdict: 'delivered', cause: 'province.accepted' },
  { services: LOGIN, http: SPOKEN, verdict: 'unknown', cause: 'province.unexplained' },

  { http: TAKEN, codes: 'success', verdict: 'delivered', cause: 'province.accepted' },

  // Refusals, by the code that stands for HTTP or by their words; the more particular ones first.
  { http: SPOKEN, codes: ['401'], verdict: 'session', cause: 'province.session' },
  {
    http: SPOKEN,
    codes: 'failure',
    texts: ['token', 'phiên làm việc'],
    beside: ['hết hạn', 'không hợp lệ', 'expired', 'invalid'],
    verdict: 'session',
    cause: 'province.session',
  },
  { http: SPOKEN, codes: ['403'], verdict: 'forbidden', cause: 'province.forbidden' },
  { http: SPOKEN, codes: ['429', '503'], verdict: 'deferred', cause: 'province.busy' },
  { http: SPOKEN, codes: 'failure', texts: BUSY, verdict: 'deferred', cause: 'province.busy' },
  {
    services: ['steps'],
    http: SPOKEN,
    codes: 'failure',
    texts: NOT_THERE,
    without: PARTS,
    verdict: 'not-found',
    cause: 'province.not-found',
  },
  { services: ['create'], http: SPOKEN, codes: 'failure', texts: ['đã tồn tại'], verdict: 'exists', cause: 'province.exists' },
  // It is no upsert after all: nothing that we could send would change that.
  { services: RECORDS, http: SPOKEN, codes: 'failure', texts: ['đã tồn tại'], verdict: 'refused', cause: 'province.no-update' },
  { http: SPOKEN, codes: ['400', '422'], verdict: 'refused', cause: 'province.content' },
  {
    http: SPOKEN,
    codes: 'failure',
    texts: ['không hợp lệ', 'bắt buộc', 'không được để trống', 'sai định dạng', 'vượt quá'],
    verdict: 'refused',
    cause: 'province.content',
  },

  { http: [100, 999], verdict: 'unknown', cause: 'province.unexplained' },
];
