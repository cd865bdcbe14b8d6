import { IsArray, IsObject, IsOptional, IsString, Matches, MinLength } from 'class-validator';
import { Fits, Setting } from '#runtime';

const AGENCY = 'chữ hoa, số và dấu chấm / upper case letters, digits and full stops';

/** `config/province.yaml`. */
export class Province {
  /** Code of the province in agency identifiers: H56. */
  @Setting({ vi: 'mã của tỉnh trong mã định danh cơ quan', en: 'code of the province in agency identifiers', example: 'H56' })
  @Matches(/^[A-Z]\d{2}$/, { message: 'một chữ hoa và hai chữ số / an upper case letter and two digits' })
  readonly code!: string;

  @Setting({ vi: 'tên tỉnh', en: 'name of the province', example: 'Thanh Hóa' })
  @IsString()
  @MinLength(1)
  readonly name!: string;

  @Setting({
    vi: 'mã đơn vị của tỉnh khai với Cổng quốc gia',
    en: 'agency code that the province has at the national portal',
    example: '000.00.00.H56',
  })
  @Matches(/^[0-9A-Z.]+$/, { message: AGENCY })
  readonly agencyCode!: string;

  /** The province's number in each system that numbers provinces. */
  @Setting({
    vi: 'mã số của tỉnh trong từng hệ thống; không dùng lẫn',
    en: "the province's number in each system; never use one for another",
    example: "{ statistics: '38', justice: '58', post: '54' }",
  })
  @IsObject()
  @Fits({
    says: { vi: 'mỗi mã số phải viết trong dấu nháy', en: 'each number must stand in quotes' },
    holds: (value) => Object.values(value ?? {}).every((number) => typeof number === 'string'),
  })
  readonly numbers!: Readonly<Record<string, string>>;

  /** A further form of dossier codes besides the common one. */
  @Setting({
    vi: 'mẫu mã hồ sơ riêng của tỉnh, ngoài mẫu chung: biểu thức chính quy từ ^ đến $, cho mã viết hoa',
    en: "a dossier code pattern of the province's own, besides the common one: a regular expression from ^ to $, for codes in upper case",
    example: "'^TH-\\d{8}$'",
    reload: 'now',
  })
  @IsOptional()
  @IsString()
  @Fits({
    says: { vi: 'phải là biểu thức chính quy đúng, từ ^ đến $', en: 'must be a sound regular expression, from ^ to $' },
    holds: isWholePattern,
  })
  readonly dossierCodePattern?: string;

  /** Hosts whose files the national portal can open: names, or `*.name` for every name below. Unset = any host. */
  @Setting({
    vi: 'máy chủ tệp mà Cổng quốc gia mở được: tên, hoặc *.tên cho mọi tên con; bỏ trống = mọi máy chủ. Liên kết khác vẫn được nhận, kèm cảnh báo file.not-public',
    en: 'file hosts that the national portal can open: names, or *.name for every name below; absent = any. Other links are accepted with the warning file.not-public',
    example: "['thanhhoa.gov.vn', '*.thanhhoa.gov.vn']",
    reload: 'now',
  })
  @IsOptional()
  @IsArray()
  @Matches(/^(?:\*\.)?[0-9a-z-]+(?:\.[0-9a-z-]+)*$/i, {
    each: true,
    message: 'tên máy chủ, không có https:// hay đường dẫn / a host name, without https:// or a path',
  })
  readonly publicFileHosts?: readonly string[];

  /** Stands before the administrative code of a commune until its real identifier is known. A demo value. */
  @Setting({
    vi: 'GIÁ TRỊ DEMO: mã định danh của xã, phường là <tiền tố>.<mã hành chính>, tới khi tỉnh cấp mã thật',
    en: 'DEMO VALUE: the agency identifier of a commune is <prefix>.<administrative code>, until the province hands over the real ones',
    example: 'H56',
  })
  @Matches(/^[0-9A-Z.]+$/, { message: AGENCY })
  readonly demoAgencyIdentifierPrefix!: string;
}

/** A pattern that is not tied to both ends would let anything through that holds a code somewhere. */
function isWholePattern(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\^.*\$$/s.test(value)) return false;
  try {
    return !new RegExp(value).test('');
  } catch {
    return false;
  }
}
