import { Expose, Type } from 'class-transformer';
import { IsInt, IsString, Matches, Max, Min, MinLength, ValidateIf } from 'class-validator';
import { Setting } from '#runtime';
import { TARGETS_LIKE } from './commune/targets.ts';

/** What the simulator is configured with from its environment. */
export class SimulatorSettings {
  @Expose({ name: 'SIMULATOR_PORT' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65_535)
  port = 8090;

  @Expose({ name: 'BIND_ADDRESS' })
  @IsString()
  bindAddress = '127.0.0.1';

  @Expose({ name: 'DATA_DIR' })
  @IsString()
  dataDir = '.data';

  /** The account that the province logs in with. */
  @Expose({ name: 'SIMULATOR_NATIONAL_USERNAME' })
  @IsString()
  @MinLength(1)
  username!: string;

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
  })
  @ValidateIf(hasProvince)
  @IsString()
  @MinLength(1)
  provinceClientSecret?: string;

  /** Hosts that simulated communes may call, with or without a port, separated by commas; empty = this machine alone. */
  @Expose({ name: 'SIMULATOR_COMMUNE_TARGETS' })
  @Matches(TARGETS_LIKE)
  communeTargets = '';
}

/** Half an account is a mistake, none is a choice. */
function hasProvince({ provinceClientId, provinceClientSecret }: SimulatorSettings): boolean {
  return provinceClientId !== undefined || provinceClientSecret !== undefined;
}
