import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Reply } from '#runtime';
import { readAnswer } from './answer.read.ts';
import { readLookup } from './lookup.read.ts';
import { OUTCOME_TABLE, type Service } from './outcome-table.ts';

const OURS = 'H56.14797-261123-0001';
const OTHER = 'H56.14797-261123-0002';

function reply(body: unknown, http = 200, headers: Partial<Reply> = {}): Reply {
  return {
    http,
    retryAfter: undefined,
    date: undefined,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...headers,
  };
}

function verdictOf(service: Service, body: unknown, http = 200): string {
  const { verdict, cause } = readAnswer(service, reply(body, http), [OURS]);
  return `${verdict} ${cause}`;
}

const failure = (message: string, code: number | string = -1) => ({ error_code: code, message });

describe('answers to a push', () => {
  it.each([0, '0', '00', ' 0 ', -0])('success may be written %j', (code) => {
    expect(verdictOf('create', { error_code: code, message: 'Thành công' })).toBe('delivered national.accepted');
  });

  it.each<[Service, string, unknown]>([
    // the dossier is there already
    ['create', 'exists national.exists', failure('Mã hồ sơ đã tồn tại trên hệ thống', '-3')],
    ['create', 'exists national.exists', failure('', 3)],
    ['create', 'exists national.exists', failure('MÃ HỒ SƠ ĐÃ TỒN TẠI')],
    ['create', 'exists national.exists', failure('đã tồn tại'.normalize('NFD'))],
    ['steps', 'unknown national.unasked', failure('Mã hồ sơ đã tồn tại', -3)],
    ['steps', 'unknown national.unasked', failure('Dữ liệu không hợp lệ', -3)],
    ['update', 'unknown national.unasked', failure('', 3)],
    // the session, whatever else the text holds
    ['create', 'session national.session', failure('Phiên làm việc không hợp lệ hoặc đã hết hạn')],
    ['steps', 'session national.session', failure('Invalid SESSION')],
    ['update', 'session national.session', failure('Phiên đã hết, vui lòng thử lại sau', 99)],
    ['create', 'refused national.content', failure('Phiên bản không hợp lệ')],
    ['create', 'session national.session', failure('Phiên làm việc sai (phiên bản 2)')],
    // not there
    ['update', 'not-found national.not-found', failure(`Hồ sơ ${OURS} không tồn tại`)],
    ['steps', 'not-found national.not-found', failure('Không tìm thấy')],
    ['steps', 'not-found national.not-found', failure('Chưa có hồ sơ này trên hệ thống')],
    ['create', 'unknown national.unexplained', failure('Hồ sơ không tồn tại')],
    ['update', 'refused national.content', failure('Mã TTHC không tồn tại')],
    ['create', 'refused national.content', failure('Không tìm thấy lĩnh vực')],
    ['update', 'unknown national.unexplained', failure('Tài khoản không tồn tại')],
    // busy, also when the polite words come with others
    ['create', 'deferred national.busy', failure('Hệ thống đang bận')],
    ['steps', 'deferred national.busy', failure('Vượt quá số lượng yêu cầu, vui lòng thử lại sau')],
    ['update', 'deferred national.busy', failure('Hệ thống quá tải')],
    // content
    ...(['không hợp lệ', 'là bắt buộc', 'không được để trống', 'sai định dạng', 'vượt quá 50 ký tự'] as const).flatMap((words) =>
      (['create', 'update', 'steps'] as const).map((service): [Service, string, unknown] => [
        service,
        'refused national.content',
        failure(`Trường DonViXuLy ${words}`),
      ]),
    ),
    ['create', 'unknown national.not-offered', failure('Dịch vụ chưa được hỗ trợ: X')],
    // nothing explains it
    ['create', 'unknown national.unexplained', failure('')],
    ['create', 'unknown national.unexplained', failure('Lỗi', 500)],
    ['create', 'unknown national.unexplained', { error_code: 'E01', message: 'thành công' }],
    ['steps', 'unknown national.unexplained', failure('Tiến độ đã tồn tại')],
    // no envelope
    ['create', 'unknown national.unreadable', '<html><body>Thành công</body></html>'],
    ['create', 'unknown national.unreadable', '{"error_code":0,"message":"thành cô'],
    ['create', 'unknown national.unreadable', ''],
    ['create', 'unknown national.unreadable', '[{"error_code":0}]'],
    ['create', 'unknown national.unreadable', { message: 'thành công' }],
    ['create', 'unknown national.unreadable', { error_code: null, message: 'thành công' }],
  ])('%s: %s', (service, expected, body) => {
    expect(verdictOf(service, body)).toBe(expected);
  });

  it('reads the messages of the items as well', () => {
    const item = { MaHoSo: OURS, error_code: -1, message: 'Ngày tiếp nhận sai định dạng' };
    expect(verdictOf('create', { error_code: -1, message: 'Lỗi', result: [item] })).toBe('refused national.content');
  });

  it('reads an answer that begins with a byte order mark', () => {
    expect(verdictOf('create', '\uFEFF{"error_code":0}')).toBe('delivered national.accepted');
  });

  it('never believes what only looks like an answer', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json()),
        fc.constantFrom<Service>('create', 'update', 'steps', 'lookup'),
        (body, service) => {
          expect(readAnswer(service, reply(body), [OURS]).verdict).toBe('unknown');
        },
      ),
    );
  });
});

describe('answers that belong to another call', () => {
  it.each<[Service, unknown]>([
    ['create', { error_code: 0, message: 'Thành công', result: [{ MaHoSo: OTHER, error_code: 0 }] }],
    ['create', { error_code: 0, message: 'Thành công', result: [{ MaHoSo: OURS }, { MaHoSo: OTHER }] }],
    ['create', { error_code: 0, message: 'Thành công', result: [{ MaHoSo: null }] }],
    ['steps', { error_code: 0, message: `Cập nhật thành công hồ sơ ${OTHER}` }],
    ['steps', { error_code: 0, message: `Hồ sơ ${OURS}9 đã nhận` }],
    ['steps', { error_code: 0, message: `Hồ sơ 000.${OURS} đã nhận` }],
    ['update', failure(`Hồ sơ ${OTHER.toLowerCase()} không tồn tại`)],
    ['create', { session: 'abc', error_code: 0, message: 'OK' }],
    ['steps', { error_code: 0, result: [{ MaHoSo: OURS, TrangThaiHoSo: '2', QuaTrinhXuLy: [] }] }],
    ['lookup', { error_code: 0, result: [{ MaHoSo: OURS, error_code: 0, message: 'Thành công' }] }],
  ])('%s: %j', (service, body) => {
    expect(verdictOf(service, body)).toBe('unknown national.stale-reply');
  });

  it('knows its own code in any case and between other words', () => {
    const body = { error_code: '0', message: `Hồ sơ ${OURS.toLowerCase()}.`, result: [{ MaHoSo: ` ${OURS.toLowerCase()} ` }] };
    expect(verdictOf('steps', body)).toBe('delivered national.accepted');
    const own = 'TH/26.H56-261123-0001';
    expect(readAnswer('steps', reply({ error_code: 0, message: `Hồ sơ ${own} đã nhận` }), [own]).verdict).toBe('delivered');
    expect(readAnswer('steps', reply({ error_code: 0, message: 'Hồ sơ H56-261123-0001 đã nhận' }), [own]).verdict).toBe(
      'unknown',
    );
  });

  it('takes each of several dossiers for ours', () => {
    const both = { error_code: 0, message: '', result: [{ MaHoSo: OTHER }, { MaHoSo: OURS }] };
    expect(readAnswer('create', reply(both), [OURS, OTHER]).verdict).toBe('delivered');
  });

  it('searches a long text in no time', () => {
    const began = performance.now();
    expect(verdictOf('create', { error_code: 0, message: 'x'.repeat(1_000_000) })).toBe('delivered national.accepted');
    expect(verdictOf('create', { error_code: 0, message: `${'1-'.repeat(400_000)}${OTHER}` })).toBe(
      'unknown national.stale-reply',
    );
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('does not choose between an envelope and its items', () => {
    expect(verdictOf('create', { error_code: 0, result: [{ MaHoSo: OURS, error_code: '-1', message: 'x' }] })).toBe(
      'unknown national.contradictory',
    );
    expect(verdictOf('create', { error_code: -1, message: 'không hợp lệ', result: [{ MaHoSo: OURS, error_code: '00' }] })).toBe(
      'unknown national.contradictory',
    );
  });
});

describe('HTTP before any envelope', () => {
  const success = { error_code: 0, message: 'thành công' };
  it.each<[Service, number, string, boolean]>([
    ['create', 201, 'delivered national.accepted', false],
    ['create', 301, 'unknown national.redirect', false],
    ['create', 307, 'unknown national.redirect', false],
    ['create', 429, 'deferred national.rate-limited', true],
    ['create', 503, 'deferred national.unavailable', true],
    ['create', 401, 'session national.session', true],
    ['login', 401, 'forbidden national.forbidden', true],
    ['create', 403, 'forbidden national.forbidden', false],
    ['create', 202, 'unknown national.http-status', false],
    ['create', 204, 'unknown national.http-status', false],
    ['create', 400, 'unknown national.http-status', false],
    ['create', 404, 'unknown national.no-service', false],
    ['create', 413, 'unknown national.too-large', false],
    ['create', 500, 'unknown national.server-error', false],
    ['create', 502, 'unknown national.server-error', false],
  ])('%s answered with %i is %s, without effect: %s', (service, http, expected, withoutEffect) => {
    const reading = readAnswer(service, reply({ ...success, session: service === 'login' ? 's' : undefined }, http), [OURS]);
    expect(`${reading.verdict} ${reading.cause}`).toBe(expected);
    expect(reading.withoutEffect).toBe(withoutEffect);
  });
});

describe('logins', () => {
  it('need a session as well as the code', () => {
    const { verdict, session } = readAnswer('login', reply({ session: 'abc', error_code: '0', message: 'OK' }), []);
    expect([verdict, session]).toEqual(['delivered', 'abc']);
    expect(verdictOf('login', { error_code: 0, message: 'OK' })).toBe('unknown national.incomplete');
    expect(verdictOf('login', { session: '', error_code: 0 })).toBe('unknown national.incomplete');
    expect(verdictOf('login', failure('Sai tài khoản hoặc mật khẩu'))).toBe('refused national.login-refused');
    expect(verdictOf('login', failure('Phiên đăng nhập bị khoá'))).toBe('refused national.login-refused');
    expect(verdictOf('login', failure('Hệ thống đang bận'))).toBe('deferred national.busy');
    expect(verdictOf('login', '<html>')).toBe('unknown national.unreadable');
  });
});

describe('Retry-After', () => {
  it('counts only where the portal puts us off', () => {
    expect(readAnswer('create', reply({}, 429, { retryAfter: '7' }), []).retryAfterMs).toBe(7_000);
    expect(readAnswer('create', reply({}, 500, { retryAfter: '7' }), []).retryAfterMs).toBeUndefined();
  });
});

describe('look-ups', () => {
  const found = (body: unknown) => {
    const reading = readLookup(reply(body), OURS);
    return [reading.verdict, reading.found];
  };

  it('show the record, and its steps where the portal shows them', () => {
    const step = { MaHoSo: OURS.toLowerCase(), TrangThai: '2' };
    expect(
      found({
        error_code: 0,
        result: [{ MaHoSo: ` ${OURS.toLowerCase()}`, TrangThaiHoSo: ' 4 ', QuaTrinhXuLy: [step, { TrangThai: '4' }] }],
      }),
    ).toEqual([
      'delivered',
      {
        kind: 'present',
        status: '4',
        steps: [step, { MaHoSo: OURS, TrangThai: '4' }],
        record: { MaHoSo: ` ${OURS.toLowerCase()}` },
      },
    ]);
    expect(found({ error_code: '0', result: [{ MaHoSo: OURS, TrangThaiHoSo: 10 }] })).toEqual([
      'delivered',
      { kind: 'present', status: '10', steps: undefined, record: { MaHoSo: OURS } },
    ]);
    expect(found({ error_code: 0, result: [{ MaHoSo: OURS }] })).toEqual([
      'delivered',
      { kind: 'present', status: '', steps: undefined, record: { MaHoSo: OURS } },
    ]);
  });

  it('show the record without files that were taken out', () => {
    const [kept, gone] = [
      { MaGiayTo: '1', IsDeleted: 'False' },
      { MaGiayTo: '2', IsDeleted: 'True' },
    ];
    const [, shown] = found({ error_code: 0, result: [{ MaHoSo: OURS, TaiLieuNop: [kept, gone] }] });
    expect(shown).toMatchObject({ record: { MaHoSo: OURS, TaiLieuNop: [kept] } });
  });

  it('say that there is none only in words that cannot be another’s', () => {
    expect(found({ error_code: 0, message: '', result: [] })).toEqual(['delivered', { kind: 'absent' }]);
    expect(found(failure(`Không tìm thấy hồ sơ ${OURS}`))).toEqual(['not-found', { kind: 'absent' }]);
    expect(found(failure('Không tìm thấy hồ sơ'))).toEqual(['unknown', undefined]);
    expect(found(failure(`Không tìm thấy hồ sơ ${OTHER}`))).toEqual(['unknown', undefined]);
  });

  it.each<[string, unknown]>([
    ['another dossier', { error_code: 0, result: [{ MaHoSo: OTHER, TrangThaiHoSo: '2' }] }],
    ['ours and another', { error_code: 0, result: [{ MaHoSo: OURS, TrangThaiHoSo: '2' }, { MaHoSo: OTHER }] }],
    ['no name', { error_code: 0, result: [{ TrangThaiHoSo: '2' }] }],
    ['no list', { error_code: 0, message: 'Thành công' }],
    ['an object', { error_code: 0, result: { MaHoSo: OURS } }],
    ['a hole', { error_code: 0, result: [null] }],
    ['another’s step', { error_code: 0, result: [{ MaHoSo: OURS, QuaTrinhXuLy: [{ MaHoSo: OTHER }] }] }],
    ['a hole in the steps', { error_code: 0, result: [{ MaHoSo: OURS, QuaTrinhXuLy: ['x'] }] }],
    ['not offered', failure('Dịch vụ chưa được hỗ trợ: TraCuuHoSo')],
    ['HTML', '<html></html>'],
  ])('%s is unknown', (_, body) => {
    expect(found(body)).toEqual(['unknown', undefined]);
  });

  it('tell when the session is over', () => {
    expect(found(failure('Phiên làm việc không hợp lệ'))).toEqual(['session', undefined]);
  });
});

describe('the outcome table', () => {
  it('holds its fragments as they are compared, and ends with a line that always holds', () => {
    const fragments = OUTCOME_TABLE.flatMap(({ texts = [], beside = [], without = [] }) => [...texts, ...beside, ...without]);
    expect(fragments.length).toBeGreaterThan(30);
    expect(fragments.filter((fragment) => fragment !== fragment.normalize('NFC').toLowerCase())).toEqual([]);
    expect(OUTCOME_TABLE.at(-1)).toEqual({ http: [100, 999], verdict: 'unknown', cause: 'national.unexplained' });
  });
});
