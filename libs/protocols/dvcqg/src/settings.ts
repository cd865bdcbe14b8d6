import { Type } from 'class-transformer';
import { IsIn, IsOptional, ValidateNested } from 'class-validator';
import type { LookupCapability } from '#canonical';
import { ConnectionSettings } from '#protocols';
import { Setting } from '#runtime';
import { allowedWhere, neededWhere } from './belongs-to.ts';
import { hasForwardingPath, isAddress, isAgencyCode, isDstcode, isHeaderValue, isLine, isPath, like } from './setting-forms.ts';

/**
 * The ways to the portal. Source: protocols §1.1.
 * - `direct` the portal itself · `adapter` through the security server of the data axis · `wrapper` through the province's service
 */
export const TRANSPORTS = ['direct', 'adapter', 'wrapper'] as const;
export type Transport = (typeof TRANSPORTS)[number];

const withEnvelope = {
  when: ({ transport }: DvcqgSettings) => transport !== 'wrapper',
  write: { vi: 'transport: direct hoặc adapter', en: 'transport: direct or adapter' },
};
const withAdapter = {
  when: ({ transport }: DvcqgSettings) => transport === 'adapter',
  write: { vi: 'transport: adapter', en: 'transport: adapter' },
};
const withWrapper = {
  when: ({ transport }: DvcqgSettings) => transport === 'wrapper',
  write: { vi: 'transport: wrapper', en: 'transport: wrapper' },
};
const withThreeAddresses = {
  when: ({ transport, updatingIn }: DvcqgSettings) => transport === 'wrapper' && updatingIn !== 'query',
  write: { vi: 'transport: wrapper với updatingIn: path', en: 'transport: wrapper with updatingIn: path' },
};
const withAgencyCode = {
  when: ({ transport, updatingIn }: DvcqgSettings) => transport !== 'wrapper' || updatingIn === 'query',
  write: {
    vi: 'transport: direct hoặc adapter, hay updatingIn: query',
    en: 'transport: direct or adapter, or updatingIn: query',
  },
};
const withToken = {
  when: ({ transport, tokenUrl }: DvcqgSettings) => transport === 'wrapper' && tokenUrl !== undefined,
  write: { vi: 'transport: wrapper với tokenUrl', en: 'transport: wrapper with tokenUrl' },
};
const withoutToken = {
  when: ({ transport, tokenUrl }: DvcqgSettings) => transport === 'wrapper' && tokenUrl === undefined,
  write: { vi: 'transport: wrapper không có tokenUrl', en: 'transport: wrapper without tokenUrl' },
};

/** What a place was known by before only the way to it was changed. */
export class FormerPlace {
  @Setting({ vi: 'baseUrl khi đó', en: 'baseUrl at that time', example: 'https://cong-dvcqg.example.vn' })
  @isAddress
  baseUrl!: string;

  @Setting({ vi: 'username khi đó, nếu có', en: 'username at that time, if there was one' })
  @IsOptional()
  @isLine
  username?: string;

  @Setting({ vi: 'madonvi khi đó, nếu có', en: 'madonvi at that time, if there was one', example: '000.00.00.H56' })
  @IsOptional()
  @isAgencyCode
  madonvi?: string;

  @Setting({ vi: 'dstcode khi đó, nếu có', en: 'dstcode at that time, if there was one' })
  @IsOptional()
  @isDstcode
  dstcode?: string;

  @Setting({ vi: 'providerUrl khi đó, nếu có', en: 'providerUrl at that time, if there was one' })
  @IsOptional()
  @isAddress
  providerUrl?: string;

  @Setting({ vi: 'createPath khi đó, nếu có', en: 'createPath at that time, if there was one' })
  @IsOptional()
  @isPath
  createPath?: string;
}

/**
 * What is known of one national portal: the `settings` of a destination with this dialect. Durations in milliseconds. What a
 * transport has no use for is refused, so that nobody believes in a setting that does nothing.
 */
export class DvcqgSettings extends ConnectionSettings {
  @Setting({
    vi: 'đường đến cổng: direct (thẳng), adapter (qua máy chủ an ninh của trục), wrapper (qua dịch vụ bọc của tỉnh, lookup: none)',
    en: 'way to the portal: direct, adapter (security server of the data axis), wrapper (service of the province, lookup: none)',
    example: 'adapter',
  })
  @IsIn(TRANSPORTS)
  transport: Transport = 'direct';

  /** The only host that is ever called, beside that of `tokenUrl`. */
  @Setting({
    vi: 'địa chỉ của cổng, của adapter kèm phần đường dẫn chuyển tiếp, hoặc của dịch vụ bọc',
    en: 'address of the portal, of the adapter with its forwarding path, or of the wrapper',
    example: 'http://10.0.0.5:8081/XrdAdapter/RestService/forward',
  })
  @isAddress
  @hasForwardingPath
  baseUrl!: string;

  @Setting({
    vi: 'nơi này trước đây được cấu hình thế nào, khi chỉ đường đi đổi: cổng và tài khoản vẫn như cũ, nên những gì đã nhận vẫn tính',
    en: 'how this place was configured before, where only the way to it changed: portal and account are the same, what was acknowledged counts',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => FormerPlace)
  samePlaceAs?: FormerPlace;

  @Setting({ vi: 'đường dẫn đăng nhập, mặc định /mapi/login', en: 'path of the login, /mapi/login by default' })
  @allowedWhere(withEnvelope)
  @isPath
  loginPath?: string;

  @Setting({
    vi: 'đường dẫn của các dịch vụ tích hợp (hồ sơ, tiến độ, tra cứu), mặc định /mapi/g',
    en: 'path of the integration services (dossiers, steps, look-up), /mapi/g by default',
  })
  @allowedWhere(withEnvelope)
  @isPath
  integrationPath?: string;

  @Setting({
    vi: 'đường dẫn của các dịch vụ chia sẻ (danh mục), mặc định /mapi/g',
    en: 'path of the share services (code lists), /mapi/g by default',
  })
  @allowedWhere(withEnvelope)
  @isPath
  sharePath?: string;

  @Setting({
    vi: 'địa chỉ của cổng quốc gia trên trục, do đơn vị vận hành trục cấp',
    en: 'address of the national portal on the data axis, as its operator gives it',
    example: 'VN:GOV:000.00.00.G22:vpcpdvcprovider',
  })
  @neededWhere(withAdapter)
  @isDstcode
  dstcode?: string;

  @Setting({
    vi: 'dstcode nằm trong tiêu đề HTTP (header, mặc định) hay trong query',
    en: 'whether dstcode stands in an HTTP header (header, the default) or in the query',
    example: 'query',
  })
  @allowedWhere(withAdapter)
  @IsIn(['header', 'query'])
  dstcodeIn?: 'header' | 'query';

  @Setting({
    vi: 'máy chủ phía sau trục mà adapter phải gọi, nếu trục yêu cầu (providerurl)',
    en: 'server behind the axis that the adapter is to call, where the axis wants it (providerurl)',
    example: 'https://noi-cung-cap.example.vn',
  })
  @allowedWhere(withAdapter)
  @isAddress
  providerUrl?: string;

  @Setting({
    vi: 'đường dẫn thêm mới hồ sơ của dịch vụ bọc; với updatingIn: query cũng là đường dẫn cập nhật',
    en: 'path of the wrapper for new dossiers; with updatingIn: query for updates too',
    example: '/KetNoiMotCuaQuocGia/DongBoHoSoMC',
  })
  @neededWhere(withWrapper)
  @isPath
  createPath?: string;

  @Setting({
    vi: 'đường dẫn cập nhật hồ sơ của dịch vụ bọc',
    en: 'path of the wrapper for updates of dossiers',
    example: '/KetNoiMotCuaQuocGia/CapNhatHoSoMC',
  })
  @neededWhere(withThreeAddresses)
  @isPath
  updatePath?: string;

  @Setting({
    vi: 'đường dẫn gửi tiến độ của dịch vụ bọc',
    en: 'path of the wrapper for steps',
    example: '/KetNoiMotCuaQuocGia/CapNhatTienDoHoSoMC',
  })
  @neededWhere(withWrapper)
  @isPath
  progressPath?: string;

  @Setting({
    vi: 'dịch vụ bọc biết cập nhật nhờ đường dẫn riêng (path, mặc định) hay nhờ ?MaDinhDanhDV=…&isUpdating=… (query)',
    en: 'whether the wrapper knows an update by a path of its own (path, the default) or by ?MaDinhDanhDV=…&isUpdating=… (query)',
    example: 'query',
  })
  @allowedWhere(withWrapper)
  @IsIn(['path', 'query'])
  updatingIn?: 'path' | 'query';

  @Setting({
    vi: 'giá trị Authorization cố định của dịch vụ bọc, nếu cần; là bí mật, lấy từ tệp hoặc biến môi trường',
    en: 'fixed Authorization of the wrapper, where it wants one; a secret, from a file or the environment',
    example: '${WRAPPER_AUTHORIZATION}',
    secret: true,
  })
  @allowedWhere(withoutToken)
  @isHeaderValue
  authorization?: string;

  @Setting({
    vi: 'nơi lấy token trước dịch vụ bọc (WSO2, client_credentials), nếu có; có thể là máy khác',
    en: 'where the token in front of the wrapper comes from (WSO2, client_credentials), if there is one; may be another host',
    example: 'https://lgsp.example.vn:8280/token',
  })
  @allowedWhere(withWrapper)
  @isAddress
  tokenUrl?: string;

  @Setting({ vi: 'khóa của ứng dụng để lấy token', en: 'key of the application for the token', example: '${WRAPPER_CLIENT_ID}' })
  @neededWhere(withToken)
  @isLine
  clientId?: string;

  @Setting({
    vi: 'mật của ứng dụng để lấy token; là bí mật, lấy từ tệp hoặc biến môi trường',
    en: 'secret of the application for the token, from a file or the environment',
    example: '${WRAPPER_CLIENT_SECRET}',
    secret: true,
  })
  @neededWhere(withToken)
  @isLine
  clientSecret?: string;

  @Setting({
    vi: 'mã đơn vị của tỉnh, gửi kèm mọi lời gọi',
    en: 'agency code of the province, sent with every call',
    example: '000.00.00.H56',
  })
  @neededWhere(withAgencyCode)
  @isAgencyCode
  madonvi?: string;

  @Setting({ vi: 'tài khoản của tỉnh tại cổng', en: 'account of the province at the portal', example: '${NATIONAL_USERNAME}' })
  @neededWhere(withEnvelope)
  @isLine
  username?: string;

  @Setting({
    vi: 'mật khẩu của tài khoản đó; là bí mật, lấy từ tệp hoặc biến môi trường',
    en: 'its password; a secret, from a file or the environment',
    example: '${NATIONAL_PASSWORD}',
    secret: true,
  })
  @neededWhere(withEnvelope)
  @isLine
  password?: string;

  @Setting({
    vi: 'phần sau mã quốc gia của thủ tục khi gửi đi; có thể để trống (giả định A11)',
    en: 'what follows the national part of a procedure code on the wire; may be empty (assumption A11)',
    example: '.000.00.00.H56',
  })
  @like(/^(\.[0-9A-Z]+)*$/, '.000.00.00.H56 hoặc để trống / .000.00.00.H56, or empty')
  procedureSuffix = '.000.00.00.H56';

  @Setting({
    vi: 'ngày trong DanhSachHoSoBoSung viết như mọi ngày khác (compact) hay như .NET (iso) (giả định A5)',
    en: 'dates inside DanhSachHoSoBoSung as all others (compact), or as .NET writes them (iso) (assumption A5)',
    example: 'iso',
  })
  @IsIn(['compact', 'iso'])
  supplementDates: 'compact' | 'iso' = 'compact';

  /** What of the portal can be looked up over the transport of these settings, checked or not: a wrapper shows nothing. */
  static lookupsOver({ transport }: Readonly<Record<string, unknown>>): readonly LookupCapability[] {
    return transport === 'wrapper' ? ['none'] : ['steps', 'dossier', 'none'];
  }
}
