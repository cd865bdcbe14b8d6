import { missingFields, type DossierDraft } from '#canonical';
import { isObject, type MalformedItem, type ReadRecord } from '#protocols';
import type { BackTranslation } from './dvcqg.codes.ts';
import type { WireRecord } from './dvcqg.wire.ts';
import { isSentEmpty, Notes, readFields, type ValueReader, type WireField } from './fields.read.ts';
import { consulted, fees, identities, otherPapers, papers, results, supplements, wireNamesWithin } from './lists.read.ts';
import { codeOf, dossierCode, procedureCode, status, text, time, truth } from './values.read.ts';

/** How each field of a dossier is read, and where it stands in ours. Source: protocols §1.6. */
const RECORD = {
  MaHoSo: field('/dossierCode', dossierCode),
  MaTTHC: field('/procedureCode', procedureCode),
  TenTTHC: field('/procedureName', text),
  MaLinhVuc: field('/fieldCode', text),
  TenLinhVuc: field('/fieldName', text),
  KenhThucHien: field('/channel', codeOf('channel')),
  ChuHoSo: field('/applicant/name', text),
  SoGiayToChuHoSo: field('/applicant/idNumber', text),
  LoaiDoiTuong: field('/applicant/kind', codeOf('applicant-kind')),
  MaDoiTuong: field('/applicant/accountId', text),
  ThongTinKhac: field('/otherInformation', text),
  Email: field('/applicant/email', text),
  Fax: field('/applicant/fax', text),
  SoDienThoai: field('/applicant/phone', text),
  TrichYeuHoSo: field('/abstract', text),
  SoBienNhan: field('/receiptNumber', text),
  NgayTiepNhan: field('/receivedAt', time),
  NgayHenTra: field('/dueAt', time),
  TrangThaiHoSo: field('/status', status),
  NgayTra: field('/returnedAt', time),
  ThongTinTra: field('/returnNote', text),
  HinhThuc: field('/returnMethod', codeOf('return-method')),
  NgayKetThucXuLy: field('/finishedAt', time),
  DonViXuLy: field('/agencyName', text),
  GhiChu: field('/note', text),
  NoiNopHoSo: field('/submissionPlace', text),
  HoSoCoThanhPhanSoHoa: field('/digitised', truth),
  TaiKhoanDuocXacThucVoiVNeID: field('/vneidVerified', truth),
  DuocThanhToanTrucTuyen: field('/paidOnline', text),
  NgayTuChoi: field('/refusedAt', time),
  DinhDanhCHS: field('/applicant/identities', identities),
  NgayNopHoSo: field('/submittedAt', time),
  DSKetNoiCSDL: field('/consultedDatabases', consulted),
  TaiLieuNop: field('/papers', papers),
  DanhSachLePhi: field('/fees', fees),
  DanhSachTepDinhKemKhac: field('/otherPapers', otherPapers),
  DanhSachHoSoBoSung: field('/supplements', supplements),
  DanhSachGiayToKetQua: field('/results', results),
} as const satisfies Readonly<Record<keyof WireRecord, WireField>>;

const WIRE_NAMES = new Map(Object.entries(RECORD).map(([name, { to }]) => [to, name]));
const APPLICANT = '/applicant/';

/** The names on the wire of all fields of a dossier, each with the canonical pointer of what it says. */
export const RECORD_FIELDS: ReadonlyMap<string, string> = new Map(Object.entries(RECORD).map(([name, { to }]) => [name, to]));

/** The name on the wire of a field of a dossier or of an entry of its lists, by its canonical pointer; one that names none stays as it is. */
export function wireNameOfRecord(pointer: string): string {
  const field = [...WIRE_NAMES.keys()].find((to) => pointer === to || pointer.startsWith(`${to}/`));
  if (field === undefined) return pointer;
  const within = pointer.slice(field.length + 1).split('/');
  const list = field.slice(field.lastIndexOf('/') + 1);
  return ['', WIRE_NAMES.get(field), ...(pointer === field ? [] : wireNamesWithin(list, within))].join('/');
}

/** Reads a dossier; see `Reader.record`. */
export function readRecord(value: unknown, isWhole: boolean, codes: BackTranslation): ReadRecord | MalformedItem {
  const notes = new Notes(codes);
  if (!isObject(value)) {
    notes.fault('', 'field.type');
    return { kind: 'malformed', dossierCode: null, problems: notes.problems, unknownFields: 0 };
  }
  const read = readFields(value, RECORD, '', notes);
  const draft = toDraft(read);
  noteMissing(isWhole ? ['/dossierCode', ...missingFields(draft)] : ['/dossierCode'], read, notes);
  const { problems, warnings, unknownFields } = notes;
  if (problems.length > 0)
    return { kind: 'malformed', dossierCode: read.has('/dossierCode') ? draft.dossierCode : null, problems, unknownFields };
  return { kind: 'record', draft, emptied: emptiedIn(value), warnings, unknownFields };
}

function field(to: string, read: ValueReader): WireField {
  return { to, read };
}

/** The readers are checked against the names of the wire; that their values fit the canonical type is what the tests show. */
function toDraft(read: ReadonlyMap<string, unknown>): DossierDraft {
  const owner = [...read].filter(([pointer]) => pointer.startsWith(APPLICANT));
  const rest = [...read].filter(([pointer]) => !pointer.startsWith(APPLICANT));
  const members = (pairs: typeof owner, prefix: string): object =>
    Object.fromEntries(pairs.map(([pointer, value]) => [pointer.slice(prefix.length), value]));
  const applicant = owner.length === 0 ? {} : { applicant: members(owner, APPLICANT) };
  return { dossierCode: '', ...members(rest, '/'), ...applicant };
}

function noteMissing(pointers: readonly string[], read: ReadonlyMap<string, unknown>, notes: Notes): void {
  for (const pointer of pointers) {
    const name = wireNameOfRecord(pointer);
    if (!read.has(pointer) && !notes.isFaulty(name)) notes.fault(name, 'field.required');
  }
}

function emptiedIn(value: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(RECORD).flatMap(([name, { to }]) => (isSentEmpty(value[name]) ? [to] : []));
}
