import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { Setting } from '#runtime';

const PATH = /^\/[\w./-]*$/;
const PATH_TEXT = 'một đường dẫn bắt đầu bằng dấu gạch chéo / a path that begins with a slash';

/** What is known of one national portal: the `settings` of a destination with this dialect. Durations in milliseconds. */
export class DvcqgSettings {
  /** Address of the portal or of the adapter in front of it, with its base path if it has one; the only host that is ever called. */
  @Setting({
    vi: 'địa chỉ của cổng, hoặc của bộ chuyển tiếp trước cổng; chỉ máy chủ này được gọi',
    en: 'address of the portal, or of the adapter in front of it; no other host is ever called',
    example: '${NATIONAL_BASE_URL}',
  })
  @Matches(/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/, {
    message: 'địa chỉ http(s) không có tài khoản, tham số hay # / an http(s) address without user, query or fragment',
  })
  baseUrl!: string;

  /** Path of the login behind the base address. Source: protocols §1.1. */
  @Setting({ vi: 'đường dẫn đăng nhập, sau baseUrl', en: 'path of the login, behind baseUrl' })
  @Matches(PATH, { message: PATH_TEXT })
  loginPath = '/mapi/login';

  /** Path of every other service behind the base address. */
  @Setting({ vi: 'đường dẫn của mọi dịch vụ khác, sau baseUrl', en: 'path of every other service, behind baseUrl' })
  @Matches(PATH, { message: PATH_TEXT })
  integrationPath = '/mapi/g';

  /** Agency code of the province, sent with every call: `000.00.00.H56`. */
  @Setting({
    vi: 'mã đơn vị của tỉnh, gửi trong mọi lời gọi',
    en: 'agency code of the province, sent with every call',
    example: '000.00.00.H56',
  })
  @IsString()
  @MinLength(1)
  @MaxLength(50)
  madonvi!: string;

  /** Address of the portal on the data axis, sent as a header; left out when there is no adapter in between. */
  @Setting({
    vi: 'địa chỉ của cổng trên trục liên thông, gửi trong header; chỉ khi đi qua bộ chuyển tiếp',
    en: 'address of the portal on the data axis, sent as a header; only where there is an adapter in between',
    example: 'VN:GOV:000.00.00.G22:vpcpdvcprovider',
  })
  @IsOptional()
  @Matches(/^[\x21-\x7e]{1,200}$/, {
    message: 'văn bản ASCII không dấu cách, dài nhiều nhất 200 ký tự / ASCII text without blanks, at most 200 characters long',
  })
  dstcode?: string;

  /** Account of the province at the portal. */
  @Setting({ vi: 'tài khoản của tỉnh ở cổng', en: 'account of the province at the portal', example: '${NATIONAL_USERNAME}' })
  @IsString()
  @MinLength(1)
  username!: string;

  /** Its password; comes from a secret file or the environment, never from a file that is under version control. */
  @Setting({
    vi: 'mật khẩu; lấy từ biến môi trường hoặc tệp bí mật, không viết vào tệp này',
    en: 'its password; from the environment or a secret file, never written into this file',
    example: '${NATIONAL_PASSWORD}',
    secret: true,
  })
  @IsString()
  @MinLength(1)
  password!: string;

  /** What follows the national part of a procedure code on the wire (assumption A11); may be empty. */
  @Setting({
    vi: 'phần đi sau mã TTHC quốc gia khi gửi; có thể trống',
    en: 'what follows the national part of a procedure code when it is sent; may be empty',
  })
  @Matches(/^(\.[0-9A-Z]+)*$/, {
    message:
      'trống, hoặc các nhóm chữ hoa và số, mỗi nhóm sau một dấu chấm / empty, or groups of upper case letters and digits, each behind a full stop',
  })
  procedureSuffix = '.000.00.00.H56';

  /** How dates inside DanhSachHoSoBoSung are written (assumption A5): as all others, or as .NET writes them. */
  @Setting({
    vi: 'cách viết ngày trong DanhSachHoSoBoSung: compact (như mọi ngày khác) hoặc iso (như .NET viết)',
    en: 'how dates inside DanhSachHoSoBoSung are written: compact (as all others) or iso (as .NET writes them)',
  })
  @IsIn(['compact', 'iso'])
  supplementDates: 'compact' | 'iso' = 'compact';

  /** Most connections at a time; each carries one request. */
  @Setting({
    vi: 'số kết nối tối đa cùng lúc; mỗi kết nối mang một lời gọi',
    en: 'most connections at a time; each carries one call',
  })
  @IsInt()
  @Min(1)
  @Max(256)
  connections = 32;

  /** How long a connection may take to come up; after that the portal counts as unreachable. */
  @Setting({
    vi: 'chờ mở kết nối lâu nhất, ms; quá hạn thì coi là không kết nối được',
    en: 'how long a connection may take to come up, ms; after that the portal counts as unreachable',
  })
  @IsInt()
  @Min(100)
  @Max(60_000)
  connectTimeoutMs = 5_000;

  /** How long an idle connection is kept; shorter than the portal's own limit, so that it does not hang up on a request. */
  @Setting({
    vi: 'giữ một kết nối rỗi bao lâu, ms; ngắn hơn giới hạn của cổng',
    en: "how long an idle connection is kept, ms; shorter than the portal's own limit",
  })
  @IsInt()
  @Min(100)
  @Max(600_000)
  keepAliveMs = 4_000;
}
