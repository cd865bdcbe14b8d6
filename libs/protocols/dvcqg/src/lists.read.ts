import type { WireFee, WireIdentity, WireOtherPaper, WirePaper, WireResult, WireSupplement } from './dvcqg.wire.ts';
import type { ValueReader, WireField } from './fields.read.ts';
import { identityKindOf } from './identity.ts';
import { amount, codeOf, integer, listOf, text, time, truth } from './values.read.ts';

type Fields<Wire> = Readonly<Record<keyof Wire, WireField>>;

const IDENTITY: Fields<WireIdentity> = {
  LoaiDinhDanh: { to: 'kind', read: codeOf('identity-kind') },
  SoDinhDanh: { to: 'number', read: text },
};

const PAPER: Fields<WirePaper> = {
  TepDinhKemId: { to: 'fileId', read: text },
  TenTepDinhKem: { to: 'name', read: text },
  IsDeleted: { to: 'deleted', read: truth },
  MaThanhPhanHoSo: { to: 'component', read: text },
  DuongDanTaiTepTin: { to: 'url', read: text },
  DuocSoHoa: { to: 'digitised', read: truth },
  DuocTaiSuDung: { to: 'reused', read: text },
  DuocLayTuKhoDMQG: { to: 'fromNationalStore', read: truth },
  MaKetQuaThayThe: { to: 'replacedByResult', read: text },
};

const FEE: Fields<WireFee> = {
  TenPhiLePhi: { to: 'name', read: text },
  MaPhiLePhi: { to: 'code', read: text },
  HinhThucThu: { to: 'collection', read: text },
  Gia: { to: 'amount', read: amount },
  LoaiPhiLePhi: { to: 'kind', read: text },
};

const OTHER_PAPER: Fields<WireOtherPaper> = {
  TenGiayTo: { to: 'name', read: text },
  SoLuong: { to: 'quantity', read: integer },
  LoaiGiayTo: { to: 'kind', read: integer },
};

const RESULT: Fields<WireResult> = {
  TenGiayTo: { to: 'name', read: text },
  MaThanhPhanHoSo: { to: 'component', read: text },
  GiayToId: { to: 'paperId', read: text },
  DuongDanTepTinKetQua: { to: 'url', read: text },
  MaGiayToKetQua: { to: 'resultCode', read: text },
};

/** Identity papers of the owner. One without a number says nothing; one without its kind has the kind that its digits tell. */
export const identities: ValueReader = listOf(IDENTITY, (entry, at, notes) => {
  const { kind: given, number } = Object.fromEntries(entry) as { kind?: string; number?: string };
  if (number === undefined || notes.isFaulty(`${at}/LoaiDinhDanh`)) return null;
  const kind = given ?? identityKindOf(number);
  return kind === undefined ? notes.fault(`${at}/LoaiDinhDanh`, 'field.required') : { kind, number };
});

/** Databases that were consulted: on the wire objects of one member, with us the codes alone. */
export const consulted: ValueReader = listOf({ MaCSDL: { to: 'code', read: text } }, (entry) => entry.get('code') ?? null);

/**
 * Submitted papers. Several files of one component that the source joined by `##` stay joined, as the portal gets them from that
 * source today (source: protocols §1.12 no. 14).
 */
export const papers: ValueReader = listOf(PAPER);

export const fees: ValueReader = listOf(FEE);

export const otherPapers: ValueReader = listOf(OTHER_PAPER);

export const results: ValueReader = listOf(RESULT);

const SUPPLEMENT: Fields<WireSupplement> = {
  HoSoBoSungId: { to: 'id', read: integer },
  NguoiYeuCauBoSung: { to: 'requestedBy', read: text },
  NoiDungBoSung: { to: 'content', read: text },
  NgayBoSung: { to: 'requestedAt', read: time },
  NguoiTiepNhanBoSung: { to: 'receivedBy', read: text },
  ThongTinTiepNhan: { to: 'receivedNote', read: text },
  NgayTiepNhanBoSung: { to: 'receivedAt', read: time },
  TrangThaiBoSung: { to: 'completed', read: truth },
  DanhSachGiayToBoSung: { to: 'papers', read: papers },
  DanhSachLePhiBoSung: { to: 'fees', read: fees },
  NgayHenTraTruoc: { to: 'dueBefore', read: time },
  NgayHenTraMoi: { to: 'dueAfter', read: time },
};

/** Requests for supplements. */
export const supplements: ValueReader = listOf(SUPPLEMENT);

const ENTRIES: Readonly<Record<string, Readonly<Record<string, WireField>>>> = {
  identities: IDENTITY,
  papers: PAPER,
  fees: FEE,
  otherPapers: OTHER_PAPER,
  results: RESULT,
  supplements: SUPPLEMENT,
};

/** The names on the wire within the entry of a list, for the part of a canonical pointer behind the name of the list. */
export function wireNamesWithin(list: string, [index, member, ...deeper]: readonly string[]): string[] {
  if (index === undefined || member === undefined) return index === undefined ? [] : [index];
  const entry = Object.entries(ENTRIES[list] ?? {}).find(([, { to }]) => to === member);
  return [index, entry?.[0] ?? member, ...wireNamesWithin(member, deeper)];
}
