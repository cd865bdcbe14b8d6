import type { Block, LegalDay } from '#canonical';
import type { SignedAnchor } from '#ledger';
import type { Text } from '#runtime';

/** A place at which evidence does not hold: what kind of fault, and a sentence that names the place. */
export interface Broken extends Text {
  readonly code: string;
}

const name = (number: number): string => String(number);

/** What may be broken, and how it is said. */
export const say = {
  unknownKey: ({ day, keyId }: SignedAnchor): Broken => ({
    code: 'anchor-key',
    vi: `mốc ngày ${day}: không có khoá công khai ${keyId}`,
    en: `anchor of ${day}: the public key ${keyId} is not at hand`,
  }),
  wrongSignature: ({ day }: SignedAnchor): Broken => ({
    code: 'anchor-signature',
    vi: `mốc ngày ${day}: chữ ký sai`,
    en: `anchor of ${day}: the signature is wrong`,
  }),
  anchorTorn: ({ day, block }: SignedAnchor): Broken => ({
    code: 'anchor-link',
    vi: `mốc ngày ${day}: khối ${name(block)} không phải khối đã ký`,
    en: `anchor of ${day}: block ${name(block)} is not the one that was signed`,
  }),
  noAnchor: (day: LegalDay): Broken => ({
    code: 'anchor-missing',
    vi: `ngày ${day}: thiếu mốc đã ký`,
    en: `${day}: the signed anchor is missing`,
  }),
  tailCut: ({ day, number, last }: { day: LegalDay; number: number; last: number }): Broken => ({
    code: 'tail-cut',
    vi: `chuỗi dừng ở khối ${name(last)}, mốc ngày ${day} đã ký khối ${name(number)}: phần sau bị cắt`,
    en: `the chain ends at block ${name(last)}, and the anchor of ${day} signed block ${name(number)}: what follows is cut off`,
  }),
  blockMissing: ({ number }: Block, before: number): Broken => ({
    code: 'block-missing',
    vi: `sau khối ${name(before)} là khối ${name(number)}`,
    en: `block ${name(before)} is followed by block ${name(number)}`,
  }),
  linkTorn: ({ number, sealedAt }: Block): Broken => ({
    code: 'link-torn',
    vi: `khối ${name(number)} (${sealedAt}) không nối với khối trước`,
    en: `block ${name(number)} (${sealedAt}) is not linked to the block before`,
  }),
  linkWrong: ({ number, sealedAt }: Block): Broken => ({
    code: 'link-wrong',
    vi: `khối ${name(number)} (${sealedAt}): mắt xích không khớp nội dung khối`,
    en: `block ${name(number)} (${sealedAt}): its link is not that of its content`,
  }),
  leavesMissing: ({ number, leaves }: Block, found: number): Broken => ({
    code: 'leaf-missing',
    vi: `khối ${name(number)}: có ${name(found)} lá, phải là ${name(leaves)}`,
    en: `block ${name(number)}: has ${name(found)} leaves, must have ${name(leaves)}`,
  }),
  rootWrong: ({ number, sealedAt }: Block): Broken => ({
    code: 'root-wrong',
    vi: `khối ${name(number)} (${sealedAt}): một lá đã bị sửa hoặc đổi chỗ`,
    en: `block ${name(number)} (${sealedAt}): a leaf was changed, or has changed places`,
  }),
  disorder: (block: number, position: number): Broken => ({
    code: 'disorder',
    vi: `khối ${name(block)}: vị trí ${name(position)} không đúng chỗ`,
    en: `block ${name(block)}: position ${name(position)} is out of place`,
  }),
  leafOutside: (position: number): Broken => ({
    code: 'leaf-outside',
    vi: `lá ở vị trí ${name(position)} không thuộc khối nào`,
    en: `the leaf at position ${name(position)} is in no block`,
  }),
  stray: (position: number): Broken => ({
    code: 'item-stray',
    vi: `mục ở vị trí ${name(position)} không có lá: được thêm vào sau khi niêm phong`,
    en: `the item at position ${name(position)} has no leaf: it was added after it was sealed`,
  }),
  unsealed: (position: number): Broken => ({
    code: 'item-unsealed',
    vi: `mục ở vị trí ${name(position)} chưa được niêm phong: scheduler không chạy, hoặc phần cuối chuỗi bị cắt`,
    en: `the item at position ${name(position)} is not sealed: no scheduler runs, or the end of the chain was cut off`,
  }),
  itemGone: (position: number): Broken => ({
    code: 'item-gone',
    vi: `mục của lá ở vị trí ${name(position)} đã mất`,
    en: `the item of the leaf at position ${name(position)} is gone`,
  }),
  itemChanged: (position: number): Broken => ({
    code: 'item-changed',
    vi: `mục ở vị trí ${name(position)} không còn như lúc niêm phong`,
    en: `the item at position ${name(position)} is no longer what was sealed`,
  }),
  receiptForged: (line: number): Broken => ({
    code: 'receipt-forged',
    vi: `biên nhận ở dòng ${name(line)}: nội dung hoặc chữ ký không đúng`,
    en: `receipt in line ${name(line)}: its content or its signature is wrong`,
  }),
  receiptUnreadable: (line: number): Broken => ({
    code: 'receipt-unreadable',
    vi: `dòng ${name(line)} không phải một biên nhận có bằng chứng`,
    en: `line ${name(line)} is no receipt with evidence`,
  }),
  receiptMissing: ({ line, code }: { line: number; code: string }): Broken => ({
    code: 'receipt-missing',
    vi: `biên nhận ở dòng ${name(line)} (hồ sơ ${code}) không có trong chuỗi`,
    en: `the receipt in line ${name(line)} (dossier ${code}) is not in the chain`,
  }),
} as const;
