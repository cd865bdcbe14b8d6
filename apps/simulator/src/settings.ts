import { Expose, Type } from 'class-transformer';
import { IsInt, IsIP, IsString, Matches, Max, Min, MinLength, ValidateIf } from 'class-validator';
import { Setting } from '#runtime';
import { TARGETS_LIKE } from './commune/targets.ts';

/** What the simulator is configured with from its environment. */
export class SimulatorSettings {
  @Setting({ vi: 'cổng TCP của cổng mô phỏng', en: 'port of the simulated portal' })
  @Expose({ name: 'SIMULATOR_PORT' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65_535)
  port = 8090;

  @Setting({ vi: 'địa chỉ mà máy chủ lắng nghe', en: 'address that the server binds to' })
  @Expose({ name: 'BIND_ADDRESS' })
  @IsIP()
  bindAddress = '127.0.0.1';

  @Setting({ vi: 'thư mục dữ liệu, bí mật, nhật ký, ready.json', en: 'folder of data, secrets, logs, ready.json' })
  @Expose({ name: 'DATA_DIR' })
  @IsString()
  @MinLength(1)
  dataDir = '.data';

  /** Procedures of the simulated catalogue. */
  @Setting({
    vi: 'số thủ tục trong danh mục mô phỏng',
    en: 'procedures in the simulated catalogue',
  })
  @Expose({ name: 'SIMULATOR_PROCEDURES' })
  @Type(() => Number)
  @IsInt()
  @Min(39)
  @Max(2_100)
  procedures = 2_000;

  /** The account that the province logs in with. */
  @Setting({
    vi: 'tài khoản mà cổng mô phỏng chấp nhận, khi chạy riêng; npm start tự tạo',
    en: 'account that the simulator takes when it runs alone; npm start makes its own',
    example: 'demo-h56',
  })
  @Expose({ name: 'SIMULATOR_NATIONAL_USERNAME' })
  @IsString()
  @MinLength(1)
  username!: string;

  @Setting({
    vi: 'mật khẩu của tài khoản đó',
    en: 'password of that account',
    example: '…',
    secret: true,
  })
  @Expose({ name: 'SIMULATOR_NATIONAL_PASSWORD' })
  @IsString()
  @MinLength(1)
  password!: string;

  /** The account with which the provincial portal gives tokens; without it that portal is not offered. */
  @Expose({ name: 'SIMULATOR_PROVINCE_CLIENT_ID' })
  @Setting({
    vi: 'client_id mà cổng tỉnh mô phỏng chấp nhận; bỏ trống cả hai = không có cổng tỉnh',
    en: 'client_id that the simulated provincial portal takes; both empty = no provincial portal',
    example: 'one-stop-gateway',
  })
  @ValidateIf(hasProvince)
  @IsString()
  @MinLength(1)
  provinceClientId?: string;

  @Expose({ name: 'SIMULATOR_PROVINCE_CLIENT_SECRET' })
  @Setting({
    vi: 'client_secret mà cổng tỉnh mô phỏng chấp nhận; phải có cùng với SIMULATOR_PROVINCE_CLIENT_ID',
    en: 'client_secret that the simulated provincial portal takes; goes with SIMULATOR_PROVINCE_CLIENT_ID',
    secret: true,
  })
  @ValidateIf(hasProvince)
  @IsString()
  @MinLength(1)
  provinceClientSecret?: string;

  /** Hosts that simulated communes may call, with or without a port, separated by commas; empty = this machine alone. */
  @Setting({
    vi: 'máy mà hệ thống xã mô phỏng được gọi: máy hoặc máy:cổng, cách nhau bằng dấu phẩy; trống = chỉ máy này',
    en: 'hosts that simulated communes may call: host or host:port, apart by commas; empty = this machine alone',
    example: 'gateway.example.vn,10.0.0.7:8080',
  })
  @Expose({ name: 'SIMULATOR_COMMUNE_TARGETS' })
  @Matches(TARGETS_LIKE, {
    message: 'máy hoặc máy:cổng, cách nhau bằng dấu phẩy / host or host:port, apart by commas',
  })
  communeTargets = '';
}

/** Half an account is a mistake, none is a choice. */
function hasProvince({ provinceClientId, provinceClientSecret }: SimulatorSettings): boolean {
  return provinceClientId !== undefined || provinceClientSecret !== undefined;
}
