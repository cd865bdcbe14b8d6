import { Expose, Type } from 'class-transformer';
import { IsInt, IsString, Max, Min, MinLength } from 'class-validator';

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
}
