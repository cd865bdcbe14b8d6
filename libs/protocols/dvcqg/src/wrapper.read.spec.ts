import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Service } from './outcome-table.ts';
import { readWrapped } from './wrapper.read.ts';

const OURS = 'H56.14797-261123-0001';
const OTHER = 'H56.14797-261123-0002';

const packed = (inner: object, outer: unknown = '0'): string =>
  JSON.stringify({ error_code: outer, message: JSON.stringify(inner) });
const said = (message: string, code: unknown = '0'): string => JSON.stringify({ error_code: code, message });

function read(body: string, service: Service = 'create', http = 200): string {
  const { verdict, cause } = readWrapped({ service, ours: [OURS] }, { http, retryAfter: undefined, date: undefined, body });
  return `${verdict} ${cause.replace('national.', '')}`;
}

describe('an answer of the wrapper', () => {
  it.each([
    ['the envelope of the portal as text', packed({ error_code: 0, message: 'Đồng bộ thành công' })],
    ['with its result', packed({ error_code: '00', message: 'THÀNH CÔNG', result: [{ MaHoSo: OURS, error_code: 0 }] })],
    ['an envelope as an object', JSON.stringify({ error_code: 0, message: { error_code: 0, message: 'Thành công' } })],
    ['a message alone', said('Cập nhật hồ sơ thành công', '00')],
    ['a number for a code', said('Thành công', 0)],
    ['text', 'Cập nhật tiến độ thành công'],
    ['text with a mark of its order', '\uFEFF Thành công \r\n'],
    ['text as JSON', '"Cập nhật tiến độ thành công"'],
    ['an envelope as text in JSON', JSON.stringify(packed({ error_code: 0, message: 'Thành công' }))],
    ['letters with their marks apart', said('Thành công'.normalize('NFD'))],
    ['escaped letters', '{"error_code":"0","message":"Th\\u00e0nh c\\u00f4ng"}'],
    ['a denial of something else', said('Không có cảnh báo, cập nhật thành công')],
  ])('is a success: %s', (_, body) => {
    for (const service of ['create', 'update', 'steps'] as const) expect(read(body, service)).toBe('delivered accepted');
  });

  it.each([
    ['the words are missing', packed({ error_code: 0, message: '' }), 'unexplained'],
    ['the words are missing outside', said('OK'), 'unexplained'],
    ['it is empty', '', 'unreadable'],
    ['it is HTML with the words', '<html>Thành công</html>', 'unreadable'],
    ['it is XML with the words', '<string>Thành công</string>', 'unreadable'],
    ['it is broken', '{"error_code":"0","message":"Thành công', 'unreadable'],
    ['the text inside is broken', said('{"error_code":0,"message":"Thành công"'), 'unreadable'],
    ['the text inside is a list', said('["Thành công"]'), 'unreadable'],
    ['it is a list', '["Thành công"]', 'unreadable'],
    ['it is wrapped without end', [1, 2, 3, 4].reduce((text) => JSON.stringify(text), '"Thành công"'), 'unreadable'],
    ['it denies', said('Đồng bộ không thành công'), 'unexplained'],
    ['it denies from afar', said('Không thể cập nhật hồ sơ này thành công'), 'unexplained'],
    ['it denies for now', 'Chưa đồng bộ thành công', 'unexplained'],
    ['nothing of it was done', said('Đồng bộ thành công 0 hồ sơ'), 'unexplained'],
    ['none of it was done', said('0/1 hồ sơ thành công'), 'unexplained'],
    ['it says both', said('Kết nối thành công. Đồng bộ không thành công'), 'contradictory'],
    ['it speaks of a fault', said('Gọi dịch vụ thành công: MaTTHC không hợp lệ'), 'contradictory'],
    ['something failed', said('Thành công 1 hồ sơ, lỗi 1 hồ sơ'), 'contradictory'],
    ['the code denies the words', said('Thành công', '-1'), 'contradictory'],
    ['the code inside denies the words', packed({ error_code: -1, message: 'Thành công' }), 'contradictory'],
    ['the code outside denies the one inside', packed({ error_code: 0, message: 'Thành công' }, '-1'), 'contradictory'],
    ['an item denies the whole', packed({ error_code: 0, message: 'Thành công', result: [{ error_code: -1 }] }), 'contradictory'],
    ['it names another dossier', said(`Hồ sơ ${OTHER}: thành công`), 'stale-reply'],
    [
      'it names another dossier inside',
      packed({ error_code: 0, message: 'Thành công', result: [{ MaHoSo: OTHER }] }),
      'stale-reply',
    ],
    ['it is text about another dossier', `${OTHER} thành công`, 'stale-reply'],
    ['it is the answer to a login', JSON.stringify({ error_code: 0, session: 's', message: 'Thành công' }), 'stale-reply'],
    [
      'it is the answer to a look-up',
      packed({ error_code: 0, message: 'Thành công', result: [{ TrangThaiHoSo: '2' }] }),
      'stale-reply',
    ],
    ['it is the answer to a token', JSON.stringify({ access_token: 'a', token_type: 'Bearer' }), 'unexplained'],
  ])('is unknown where %s', (_, body, cause) => {
    for (const service of ['create', 'update', 'steps'] as const) expect(read(body, service)).toBe(`unknown ${cause}`);
  });

  it.each([
    ['a fault of the content', 'Trường MaTTHC không được để trống', 'refused content'],
    ['a busy portal', 'Hệ thống đang bận, vui lòng thử lại sau', 'deferred busy'],
    ['a lost session', 'Phiên làm việc không hợp lệ hoặc đã hết hạn', 'session session'],
    ['a dossier that is not there', 'Hồ sơ không tồn tại trên hệ thống', 'not-found not-found'],
  ])('tells %s in words, whatever the codes', (_, message, expected) => {
    for (const body of [packed({ error_code: -1, message }), packed({ error_code: -1, message }, '-1'), said(message), message])
      expect(read(body, 'update')).toBe(expected);
  });

  it.each([
    packed({ error_code: '-3', message: 'Mã hồ sơ đã tồn tại trên hệ thống' }),
    packed({ error_code: -3, message: 'Mã hồ sơ đã tồn tại' }, '-3'),
    said('Mã hồ sơ đã tồn tại', '3'),
    said('Mã hồ sơ đã tồn tại', '0'),
    said('Thành công: hồ sơ đã tồn tại', '0'),
    'Mã hồ sơ đã tồn tại trên hệ thống',
  ])('tells a create that the dossier is there: %s', (body) => {
    expect(read(body)).toBe('exists exists');
    for (const service of ['update', 'steps'] as const) expect(read(body, service)).toMatch(/^unknown /);
  });

  it('says nothing where HTTP has spoken', () => {
    expect(read('Thành công', 'create', 302)).toBe('unknown redirect');
    expect(read('Thành công', 'create', 500)).toBe('unknown server-error');
    expect(read('Thành công', 'create', 401)).toBe('session session');
    expect(read(said('Thành công'), 'create', 201)).toBe('delivered accepted');
  });

  it('never throws, and takes nothing for success that does not speak of it', () => {
    const nested = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((inner) => said(inner)),
      fc.jsonValue().map((inner) => packed({ inner })),
    );
    fc.assert(
      fc.property(nested, fc.constantFrom('create', 'update', 'steps' as const), (body, service) => {
        if (!/thành công/i.test(body)) expect(read(body, service)).not.toMatch(/^delivered/);
      }),
      { numRuns: 500 },
    );
  });
});
