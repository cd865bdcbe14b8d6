import { Expose, Type } from 'class-transformer';
import { IsInt, IsString, Matches, Max, Min, MinLength } from 'class-validator';
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

  /** Hosts that simulated communes may call, with or without a port, separated by commas; empty = this machine alone. */
  @Expose({ name: 'SIMULATOR_COMMUNE_TARGETS' })
  @Matches(TARGETS_LIKE)
  communeTargets = '';
}
