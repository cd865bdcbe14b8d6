import { Expose, Type } from 'class-transformer';
import { IsInt, IsIP, IsOptional, IsString, Max, Min } from 'class-validator';
import { Fits, readNetworks, Setting } from '#runtime';

/** The settings of the process, from the environment. */
export class ConsoleSettings {
  @Setting({ vi: 'cổng TCP của bàn điều hành', en: "port of the operators' console" })
  @Expose({ name: 'CONSOLE_PORT' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65_535)
  readonly port: number = 8081;

  @Setting({ vi: 'địa chỉ mà máy chủ lắng nghe', en: 'address that the server binds to' })
  @Expose({ name: 'BIND_ADDRESS' })
  @IsIP()
  readonly host: string = '127.0.0.1';

  /** The console's own role; the owner's address is the fallback of a set-up with a single role. */
  @Setting({
    vi: 'địa chỉ PostgreSQL với vai trò của bàn điều hành; bỏ trống = DATABASE_URL',
    en: "address of PostgreSQL with the console's own role; empty = DATABASE_URL",
    example: 'postgres://gateway_desk:…@db.example.vn:5432/gateway',
    secret: true,
  })
  @Expose({ name: 'DATABASE_URL_DESK' })
  @Fits<ConsoleSettings>({
    says: {
      vi: 'phải là địa chỉ postgres://…, ở đây hoặc ở DATABASE_URL',
      en: 'must be an address postgres://…, here or in DATABASE_URL',
    },
    holds: (_, { databaseUrl }) => /^postgres(?:ql)?:\/\//.test(databaseUrl),
  })
  readonly deskUrl?: string;

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
  @Expose({ name: 'CONSOLE_POOL_SIZE' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(50)
  readonly poolSize: number = 5;

  /** Proxies in front of the console, whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. */
  @Setting({
    vi: 'proxy đứng trước cửa: địa chỉ hoặc CIDR, cách nhau bằng dấu phẩy; X-Forwarded-For chỉ được tin khi đến từ đây. Trống = không tin ai',
    en: 'proxies in front of the door: addresses or CIDR, apart by commas; X-Forwarded-For is believed from these alone. Empty = from nobody',
    example: '10.0.0.5,192.168.10.0/24',
  })
  @Expose({ name: 'TRUST_PROXY' })
  @IsString()
  @Fits({
    says: { vi: 'phải là địa chỉ hoặc CIDR, cách nhau bằng dấu phẩy', en: 'must be addresses or CIDR, apart by commas' },
    holds: (value) => typeof value === 'string' && readNetworks(proxiesIn(value)).faults.length === 0,
  })
  readonly trustProxy: string = '';

  @Setting({
    vi: 'thời hạn một phiên của người vận hành, phút; hết hạn thì đăng nhập lại',
    en: 'how long a session of an operator is good, minutes; then the operator logs in again',
  })
  @Expose({ name: 'CONSOLE_SESSION_MINUTES' })
  @Type(() => Number)
  @IsInt()
  @Min(5)
  @Max(7 * 24 * 60)
  readonly sessionMinutes: number = 720;

  @Setting({
    vi: 'một phiên không dùng đến bao lâu thì hết hạn, phút',
    en: 'how long a session may be left unused, minutes',
  })
  @Expose({ name: 'CONSOLE_IDLE_MINUTES' })
  @Type(() => Number)
  @IsInt()
  @Min(5)
  @Max(7 * 24 * 60)
  readonly idleMinutes: number = 120;

  /** Where the console's database is. */
  get databaseUrl(): string {
    return this.deskUrl ?? this.ownerUrl ?? '';
  }

  /** The proxies that are believed. */
  get proxies(): readonly string[] {
    return proxiesIn(this.trustProxy);
  }
}

function proxiesIn(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
