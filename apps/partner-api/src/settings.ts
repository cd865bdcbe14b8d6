import { Expose, Type } from 'class-transformer';
import { IsInt, IsIP, IsOptional, IsString, Matches, Max, Min, MinLength } from 'class-validator';
import { Fits, readNetworks, Setting } from '#runtime';
import { WRAPPER_PATHS, type WrapperPaths } from './wrapper/paths.ts';

// Not below what other doors and the operators use.
const PATH = /^(?!\/(?:v1|mapi|docs|health|metrics|openapi\.json|XrdAdapter|VXPAdapter)(?:\/|$))(?:\/[\w.-]+)+$/;
const PATH_TEXT =
  'một đường dẫn như /KetNoi/DongBo, không thuộc cửa khác (/v1, /mapi, /docs, /health, /metrics…) / a path such as /KetNoi/DongBo, not of another door (/v1, /mapi, /docs, /health, /metrics…)';

/** The settings of the process, from the environment. */
export class PartnerApiSettings {
  @Setting({ vi: 'cổng TCP của cửa tiếp nhận', en: 'port of the door' })
  @Expose({ name: 'PARTNER_API_PORT' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65_535)
  readonly port: number = 8080;

  @Setting({ vi: 'địa chỉ mà máy chủ lắng nghe', en: 'address that the server binds to' })
  @Expose({ name: 'BIND_ADDRESS' })
  @IsIP()
  readonly host: string = '127.0.0.1';

  /** The door's own role; the owner's address is the fallback of a set-up with a single role. */
  @Setting({
    vi: 'địa chỉ PostgreSQL với vai trò của cửa tiếp nhận; bỏ trống = DATABASE_URL',
    en: "address of PostgreSQL with the door's own role; empty = DATABASE_URL",
    example: 'postgres://gateway_door:…@db.example.vn:5432/gateway',
    secret: true,
  })
  @Expose({ name: 'DATABASE_URL_DOOR' })
  @Fits<PartnerApiSettings>({
    says: {
      vi: 'phải là địa chỉ postgres://…, ở đây hoặc ở DATABASE_URL',
      en: 'must be an address postgres://…, here or in DATABASE_URL',
    },
    holds: (_, { databaseUrl }) => /^postgres(?:ql)?:\/\//.test(databaseUrl),
  })
  readonly doorUrl?: string;

  @Setting({
    vi: 'địa chỉ PostgreSQL với tài khoản chủ sở hữu; chỉ để cài đặt',
    en: "address of PostgreSQL with the owner's account; for set-up only",
    example: 'postgres://gateway:…@db.example.vn:5432/gateway',
    secret: true,
  })
  @Expose({ name: 'DATABASE_URL' })
  @IsOptional()
  @IsString()
  readonly ownerUrl?: string;

  @Setting({ vi: 'số kết nối PostgreSQL', en: 'connections to PostgreSQL' })
  @Expose({ name: 'PARTNER_API_POOL_SIZE' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  readonly poolSize: number = 10;

  /** Proxies in front of the door, whose `X-Forwarded-For` is believed. */
  @Setting({
    vi: 'proxy đứng trước cửa: địa chỉ hoặc CIDR, cách nhau bằng dấu phẩy; X-Forwarded-For chỉ được tin khi đến từ đây. Trống = không tin ai',
    en: 'proxies in front of the door: addresses or CIDR, apart by commas; X-Forwarded-For is believed from these alone. Empty = from nobody',
    example: '10.0.0.5,192.168.10.0/24',
  })
  @Expose({ name: 'TRUST_PROXY' })
  @IsString()
  @Fits({
    says: { vi: 'phải là địa chỉ hoặc CIDR, cách nhau bằng dấu phẩy', en: 'must be addresses or CIDR, apart by commas' },
    holds: (value) => typeof value === 'string' && readNetworks(listOf(value)).faults.length === 0,
  })
  readonly trustProxy: string = '';

  @Setting({
    vi: 'tệp của tỉnh, gồm các máy chủ tệp công khai',
    en: 'the file of the province, with its public file hosts',
  })
  @Expose({ name: 'PROVINCE_FILE' })
  @IsString()
  @MinLength(1)
  readonly provinceFile: string = 'config/province.yaml';

  /** Days for which a cursor of a feed is good. */
  @Setting({ vi: 'số ngày một con trỏ của nguồn tin còn dùng được', en: 'days for which a cursor of a feed is good' })
  @Expose({ name: 'PARTNER_API_FEED_DAYS' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(3_650)
  readonly feedDays: number = 400;

  /** How long a session of the national dialect door is good. */
  @Setting({
    vi: 'cửa theo phương ngữ quốc gia: thời hạn phiên, giây',
    en: 'national dialect door: how long a session is good, seconds',
  })
  @Expose({ name: 'NATIONAL_SESSION_SECONDS' })
  @Type(() => Number)
  @IsInt()
  @Min(60)
  @Max(86_400)
  readonly sessionSeconds: number = 1_800;

  @Setting({
    vi: 'đối soát: cái được nhận muộn hơn chừng này trước asOf của bảng kê thì coi là đang trên đường, mili giây',
    en: 'reconciliation: what was taken later than so long before the asOf of a manifest is on its way, milliseconds',
  })
  @Expose({ name: 'MANIFEST_SETTLES_WITHIN_MS' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(3_600_000)
  readonly settlesWithinMs: number = 120_000;

  @Setting({ vi: 'cửa bọc: địa chỉ tạo hồ sơ', en: 'wrapper door: address that creates dossiers' })
  @Expose({ name: 'WRAPPER_CREATE_PATH' })
  @Matches(PATH, { message: PATH_TEXT })
  readonly wrapperCreate: string = WRAPPER_PATHS.create;

  @Setting({ vi: 'cửa bọc: địa chỉ cập nhật hồ sơ', en: 'wrapper door: address that updates dossiers' })
  @Expose({ name: 'WRAPPER_UPDATE_PATH' })
  @Matches(PATH, { message: PATH_TEXT })
  readonly wrapperUpdate: string = WRAPPER_PATHS.update;

  @Setting({ vi: 'cửa bọc: địa chỉ gửi tiến độ', en: 'wrapper door: address that takes steps' })
  @Expose({ name: 'WRAPPER_PROGRESS_PATH' })
  @Matches(PATH, { message: PATH_TEXT })
  @Fits<PartnerApiSettings>({
    says: {
      vi: 'ba đường dẫn WRAPPER_*_PATH phải khác nhau, không chỉ ở chữ hoa, chữ thường',
      en: 'the three WRAPPER_*_PATH must differ, by more than the case of letters',
    },
    involves: ['wrapperCreate', 'wrapperUpdate'],
    holds: (_, { wrapperPaths }) => new Set(Object.values(wrapperPaths).map((path: string) => path.toLowerCase())).size === 3,
  })
  readonly wrapperProgress: string = WRAPPER_PATHS.progress;

  /** The addresses of the wrapper door. */
  get wrapperPaths(): WrapperPaths {
    return { create: this.wrapperCreate, update: this.wrapperUpdate, progress: this.wrapperProgress };
  }

  /** Where the door's database is. */
  get databaseUrl(): string {
    return this.doorUrl ?? this.ownerUrl ?? '';
  }
}

/** The entries of a list that is written with commas. */
export function listOf(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
