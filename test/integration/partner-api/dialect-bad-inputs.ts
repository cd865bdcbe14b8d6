import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { chunks } from './bad-inputs.ts';
import { speakAs, WIRE_DOSSIER, WIRE_STEP, type Speaker } from './national-calls.ts';
import { LOGINS, type Answered, type OpenDoor } from './open-door.ts';
import { endlessBody, hugeHeader, slowBody } from './raw-call.ts';

/** One of the two doors that speak the national dialect, as a test talks to it. */
export interface Gate {
  readonly name: 'mapi' | 'wrapper';
  readonly door: OpenDoor;
  readonly session: string;
  readonly path: string;
  /** The text of a push of dossiers (or steps), the list as it is. */
  text(list: string, isSteps?: boolean): string;
  /** Posts a text, a stream or bytes as a push. */
  post(body: unknown, headers?: Record<string, string>, isSteps?: boolean): Promise<Answered>;
}

export type Send = (gate: Gate) => Promise<Answered>;

const MIB = 1024 * 1024;
const WRAPPER = '/KetNoiMotCuaQuocGia';
const THEIRS = { ...WIRE_DOSSIER, MaHoSo: 'X9-261123-0101' };
const KNOWN = { ...WIRE_DOSSIER, MaHoSo: 'H56.14797-261123-0102' };
const FRESH = { ...WIRE_DOSSIER, MaHoSo: 'H56.14797-261123-0103' };

/** Both doors, after what the inputs refer to was sent: a dossier of ours and one of another client. */
export async function openGates(door: OpenDoor): Promise<Record<Gate['name'], Gate>> {
  const [mine, theirs] = await Promise.all([speakAs(door, 'mine'), speakAs(door, 'theirs')]);
  await theirs.create(THEIRS);
  await mine.create(KNOWN);
  return { mapi: mapi(door, mine), wrapper: wrapper(door, mine) };
}

function mapi(door: OpenDoor, { session }: Speaker): Gate {
  const text: Gate['text'] = (list, isSteps = false) =>
    `{"session":"${session}","service":"${isSteps ? 'CapNhatTienDoHoSoMC' : 'DongBoHoSoMC'}","isUpdating":"False","data":${list}}`;
  const post: Gate['post'] = (body, headers) => door.post('/mapi/g', body, { authorization: '', ...headers });
  return { ...{ name: 'mapi', door, session, path: '/mapi/g' }, text, post };
}

function wrapper(door: OpenDoor, { session }: Speaker): Gate {
  const path = `${WRAPPER}/DongBoHoSoMC`;
  const post: Gate['post'] = (body, headers, isSteps = false) =>
    door.post(isSteps ? `${WRAPPER}/CapNhatTienDoHoSoMC` : path, body, headers);
  return { ...{ name: 'wrapper', door, session, path }, text: (list) => list, post };
}

const list =
  (text: string, headers?: Record<string, string>): Send =>
  (gate) =>
    gate.post(gate.text(text), headers);
const dossier = (changes: object): Send => list(JSON.stringify([{ ...FRESH, ...changes }]));
const step =
  (changes: object): Send =>
  (gate) =>
    gate.post(gate.text(JSON.stringify([{ ...WIRE_STEP, MaHoSo: KNOWN.MaHoSo, ...changes }]), true), {}, true);
const call =
  (parameters: object): Send =>
  ({ door, session }) =>
    door.post('/mapi/g', { session, ...parameters }, { authorization: '' });
const login =
  (body: unknown): Send =>
  ({ door }) =>
    door.post('/mapi/login', body, { authorization: '' });
const authorised =
  (authorization: string): Send =>
  (gate) =>
    gate.post(gate.text(JSON.stringify([FRESH])), { authorization });

const one = JSON.stringify([FRESH]);
const withMember = (member: string): string => `${one.slice(0, -2)},${member}}]`;

/** A session of ours that ended at the beginning of the year, signed as the door does. */
function expired({ door: { pepper }, session }: Gate): string {
  const claim = `${session.split('.')[0] ?? ''}.1767200400`;
  const key = createHmac('sha256', pepper).update('national dialect session').digest();
  return `${claim}.${createHmac('sha256', key).update(claim).digest('base64url')}`;
}

/** Every refused input of the third table of docs/bad-input.md by its name. */
export const REFUSED: Readonly<Record<string, Send>> = {
  'json-cut': (gate) => gate.post(gate.text(one).slice(0, -1)),
  'json-empty': (gate) => gate.post(''),
  'json-utf-16': (gate) => gate.post(Buffer.from(gate.text(one), 'utf16le')),
  'json-windows-1258': (gate) => gate.post(Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xe2]), Buffer.from('"}')])),
  'json-bom': (gate) => gate.post(`\ufeff${gate.text(one)}`),
  'json-duplicate': list(withMember('"TrangThaiHoSo":"4"')),
  'json-deep': list(`[${'{"GhiChu":'.repeat(100)}1${'}'.repeat(100)}]`),
  'json-1e400': list(withMember('"DanhSachLePhi":[{"Gia":1e400}]')),
  'json-null': (gate) => gate.post('null'),
  'login-wrong': login({ ...LOGINS.mine, password: 'sai' }),
  'login-array': login([]),
  'login-sql': login({ username: "' OR 1=1 --", password: '<script>' }),
  'login-11-mib': login('x'.repeat(11 * MIB)),
  'login-1-mib': login('['.repeat(MIB)),
  'session-none': call({ session: undefined, service: 'DongBoHoSoMC', data: [FRESH] }),
  'session-forged': call({ session: `1.9999999999.${'A'.repeat(43)}`, service: 'DongBoHoSoMC', data: [FRESH] }),
  'session-expired': (gate) => call({ session: expired(gate), service: 'DongBoHoSoMC', data: [FRESH] })(gate),
  'session-forged-9-mib': ({ door }) => door.post('/mapi/g', '['.repeat(9 * MIB)),
  'key-wrong': authorised('Bearer wrong'),
  'key-none': authorised(''),
  'basic-wrong': authorised(`Basic ${Buffer.from('hac-thanh:sai').toString('base64')}`),
  'service-unknown': call({ service: 'DongBoDanhGia' }),
  'service-none': call({}),
  'service-script': call({ service: '<script>alert(1)</script>' }),
  'look-up-nothing': call({ service: 'TraCuuHoSo' }),
  'look-up-object': call({ service: 'TraCuuHoSo', mahoso: { a: 1 } }),
  'updating-unclear': (gate) =>
    gate.name === 'mapi'
      ? call({ service: 'DongBoHoSoMC', isUpdating: 'maybe', data: [FRESH] })(gate)
      : gate.door.post(`${gate.path}?isUpdating=maybe`, one),
  'data-none': call({ service: 'DongBoHoSoMC' }),
  'data-text': list('"[]"'),
  'data-empty': list('[]'),
  'data-501': list(JSON.stringify(Array.from({ length: 501 }, () => FRESH))),
  'body-11-mib': (gate) => gate.post(Buffer.alloc(11 * MIB, ' ')),
  'body-11-mib-chunked': (gate) => gate.post(chunks(11)),
  'body-endless': ({ door, path }) => endlessBody(door, path),
  'slow-body': ({ door, path }) => slowBody(door, path),
  'encoding-gzip': (gate) => gate.post(gzipSync(Buffer.alloc(20 * MIB, ' ')), { 'content-encoding': 'gzip' }),
  'header-64-kib': ({ door, path }) => hugeHeader(door, `POST ${path}`),
  'not-an-object': list('[5]'),
  'code-none': dossier({ MaHoSo: '' }),
  'code-space': dossier({ MaHoSo: 'H56.14797-261123- 0001' }),
  'code-script': step({ MaHoSo: '<script>alert(1)</script>' }),
  'no-received-at': dossier({ NgayTiepNhan: '' }),
  'placeholder-required': step({ ThoiDiemXuLy: '00010101000000' }),
  several: dossier({ NgayHenTra: 'mai', TrangThaiHoSo: '11', DanhSachLePhi: [{ Gia: 'không' }] }),
  'object-for-text': dossier({ GhiChu: { a: 1 } }),
  'null-in-list': dossier({ TaiLieuNop: [{ TenTepDinhKem: 'a' }, null] }),
  u0000: dossier({ ChuHoSo: 'a\0b' }),
  'required-invisible': step({ NguoiXuLy: '\u200b\u3164' }),
  'lone-surrogate': step({ NguoiXuLy: 'Lê \ud800' }),
  'one-mib-field': dossier({ ChuHoSo: 'a'.repeat(MIB) }),
  'list-201': dossier({ TaiLieuNop: Array.from({ length: 201 }, () => ({ TenTepDinhKem: 'a' })) }),
  'february-31': dossier({ NgayHenTra: '20260231080000' }),
  'hour-24': step({ ThoiDiemXuLy: '20261123240000' }),
  'second-60': dossier({ NgayHenTra: '20261123235960' }),
  'status-0': dossier({ TrangThaiHoSo: '0' }),
  'status-11': step({ TrangThai: 11 }),
  'kind-5': dossier({ LoaiDoiTuong: '5' }),
  'channel-0': dossier({ KenhThucHien: '0' }),
  'return-2': dossier({ HinhThuc: '2' }),
  'position-unknown': async ({ door }) => {
    const { session } = (await door.post('/mapi/login', LOGINS.portal)).body;
    return door.post('/mapi/g', { session, service: 'LayDanhSachThayDoiTrangThai', tuViTri: '999999999999999' });
  },
  exists: list(JSON.stringify([{ ...KNOWN, GhiChu: 'khác' }])),
  'not-yours': list(JSON.stringify([{ ...THEIRS, GhiChu: 'khác' }])),
  'not-yours-step': step({ MaHoSo: THEIRS.MaHoSo }),
  'unit-out-of-scope': dossier({ MaHoSo: 'H56.14758-261123-0009' }),
  'unknown-step': step({ MaHoSo: 'H56.14797-261123-9999' }),
  'one-of-two': list(JSON.stringify([FRESH, { ...FRESH, MaHoSo: 'H56.14797-261123-0104', DonViXuLy: '' }])),
};

const SQL = "'); DROP TABLE dossier; --";
const SCRIPT = '"><script>alert(1)</script>';

let running = 0;
const next = (changes: object = {}): object => ({
  ...{ ...WIRE_DOSSIER, MaHoSo: `H56.14797-261123-${String(3_000 + (running += 1))}`, ...changes },
});
const odd =
  (changes: object = {}, headers?: Record<string, string>): Send =>
  (gate) =>
    gate.post(Buffer.from(gate.text(JSON.stringify([next(changes)]))), headers);

/** Every odd but accepted input of the fourth table of docs/bad-input.md by its name. */
export const ACCEPTED: Readonly<Record<string, Send>> = {
  'type-text': odd({}, { 'content-type': 'text/plain' }),
  'type-form': odd({}, { 'content-type': 'application/x-www-form-urlencoded' }),
  'type-none': odd({}, { 'content-type': '' }),
  'data-object': (gate) => list(JSON.stringify(next()))(gate),
  'lower-case': (gate) => odd({ MaHoSo: `  h56.14797-261123-${String(3_000 + (running += 1))} ` })(gate),
  decomposed: odd({ DonViXuLy: WIRE_DOSSIER.DonViXuLy.normalize('NFD') }),
  emoji: odd({ GhiChu: '👩‍👩‍👧‍👦 🇻🇳' }),
  sql: odd({ GhiChu: SQL, TrichYeuHoSo: SQL, DonViXuLy: SQL, ChuHoSo: SQL, MaDoiTuong: SQL }),
  script: (gate) => {
    running += 1;
    return step({ NguoiXuLy: SCRIPT, NoiDungXuLy: `${SCRIPT}${String(running)}`, ChucDanh: SCRIPT })(gate);
  },
  proto: (gate) => list(`${JSON.stringify([next()]).slice(0, -2)},"__proto__":{"TrangThaiHoSo":"4"},"constructor":null}]`)(gate),
  'unknown-field': odd({ TruongLa: { a: [1] } }),
  numbers: odd({ TrangThaiHoSo: 2, LoaiDoiTuong: 1, HinhThuc: 0, NgayTiepNhan: 20261123081500, SoBienNhan: 12 }),
  'iso-time': odd({ NgayHenTra: '2026-11-25T17:00:00' }),
  placeholder: odd({ NgayHenTra: '0001-01-01T00:00:00' }),
  'procedure-unknown': odd({ MaTTHC: 'TS_lop1.000.00.00.H56' }),
  'empty-lists': odd({ TaiLieuNop: [], DanhSachLePhi: [], DinhDanhCHS: '', DSKetNoiCSDL: null }),
  'steps-updating': (gate) => {
    running += 1;
    const steps = JSON.stringify([{ ...WIRE_STEP, MaHoSo: KNOWN.MaHoSo, NoiDungXuLy: `Bước ${String(running)}` }]);
    return gate.name === 'mapi'
      ? call({ service: 'CapNhatTienDoHoSoMC', isUpdating: 'maybe', data: JSON.parse(steps) as unknown })(gate)
      : gate.door.post(`${WRAPPER}/CapNhatTienDoHoSoMC?isUpdating=maybe`, steps);
  },
};
