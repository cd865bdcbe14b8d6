import { Expose, Type } from 'class-transformer';
import { IsInt, IsIP, IsOptional, IsString, Max, Min } from 'class-validator';

/** What the single-machine edition takes from its environment. Nothing of it reaches a child unless it is handed on by name. */
export class StandaloneSettings {
  @Expose({ name: 'DATA_DIR' })
  @IsString()
  readonly dataDir: string = '.data';

  @Expose({ name: 'CONFIG_DIR' })
  @IsOptional()
  @IsString()
  readonly configDir?: string;

  @Expose({ name: 'PARTNERS_FILE' })
  @IsOptional()
  @IsString()
  readonly partnersFile?: string;

  @Expose({ name: 'BIND_ADDRESS' })
  @IsIP()
  readonly bindAddress: string = '127.0.0.1';

  @Expose({ name: 'PARTNER_API_PORT' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(65_535)
  readonly partnerApiPort: number = 8080;

  @Expose({ name: 'SIMULATOR_PORT' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(65_535)
  readonly simulatorPort: number = 8090;

  @Expose({ name: 'DATABASE_URL' })
  @IsOptional()
  @IsString()
  readonly ownerUrl?: string;

  @Expose({ name: 'DATABASE_URL_DOOR' })
  @IsOptional()
  @IsString()
  readonly doorUrl?: string;

  @Expose({ name: 'DATABASE_URL_ROAD' })
  @IsOptional()
  @IsString()
  readonly roadUrl?: string;

  @Expose({ name: 'DATABASE_URL_DUTY' })
  @IsOptional()
  @IsString()
  readonly dutyUrl?: string;

  @Expose({ name: 'DATABASE_URL_DESK' })
  @IsOptional()
  @IsString()
  readonly deskUrl?: string;

  @Expose({ name: 'NODE_ENV' })
  @IsOptional()
  @IsString()
  readonly nodeEnv?: string;

  @Expose({ name: 'LOG_LEVEL' })
  @IsOptional()
  @IsString()
  readonly logLevel?: string;

  @Expose({ name: 'FAULTS' })
  @IsOptional()
  @IsString()
  readonly faults?: string;

  @Expose({ name: 'PARTNER_API_POOL_SIZE' })
  @IsOptional()
  @IsString()
  readonly doorPool?: string;

  @Expose({ name: 'TRUST_PROXY' })
  @IsOptional()
  @IsString()
  readonly trustProxy?: string;

  @Expose({ name: 'NATIONAL_SESSION_SECONDS' })
  @IsOptional()
  @IsString()
  readonly sessionSeconds?: string;

  @Expose({ name: 'PARTNER_API_FEED_DAYS' })
  @IsOptional()
  @IsString()
  readonly feedDays?: string;

  @Expose({ name: 'WRAPPER_CREATE_PATH' })
  @IsOptional()
  @IsString()
  readonly wrapperCreate?: string;

  @Expose({ name: 'WRAPPER_UPDATE_PATH' })
  @IsOptional()
  @IsString()
  readonly wrapperUpdate?: string;

  @Expose({ name: 'WRAPPER_PROGRESS_PATH' })
  @IsOptional()
  @IsString()
  readonly wrapperProgress?: string;

  @Expose({ name: 'RELAY_NICENESS' })
  @IsOptional()
  @IsString()
  readonly relayNiceness?: string;

  @Expose({ name: 'RELAY_POOL' })
  @IsOptional()
  @IsString()
  readonly relayPool?: string;

  @Expose({ name: 'RELAY_METRICS_PORT' })
  @IsOptional()
  @IsString()
  readonly relayMetricsPort?: string;

  @Expose({ name: 'AMQP_URL' })
  @IsOptional()
  @IsString()
  readonly amqpUrl?: string;

  @Expose({ name: 'AMQP_URL_FILE' })
  @IsOptional()
  @IsString()
  readonly amqpUrlFile?: string;

  @Expose({ name: 'AMQP_CA_FILE' })
  @IsOptional()
  @IsString()
  readonly amqpCaFile?: string;

  @Expose({ name: 'AMQP_CERT_FILE' })
  @IsOptional()
  @IsString()
  readonly amqpCertFile?: string;

  @Expose({ name: 'AMQP_KEY_FILE' })
  @IsOptional()
  @IsString()
  readonly amqpKeyFile?: string;

  /** Of the private broker; any free one where it is not set. */
  @Expose({ name: 'AMQP_PORT' })
  @Type(() => Number)
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(65_535)
  readonly amqpPort?: number;

  @Expose({ name: 'NATIONAL_BASE_URL' })
  @IsOptional()
  @IsString()
  readonly nationalBaseUrl?: string;

  @Expose({ name: 'NATIONAL_USERNAME' })
  @IsOptional()
  @IsString()
  readonly nationalUsername?: string;

  @Expose({ name: 'NATIONAL_PASSWORD' })
  @IsOptional()
  @IsString()
  readonly nationalPassword?: string;

  @Expose({ name: 'NATIONAL_PASSWORD_FILE' })
  @IsOptional()
  @IsString()
  readonly nationalPasswordFile?: string;

  @Expose({ name: 'NATIONAL_LOOKUP' })
  @IsOptional()
  @IsString()
  readonly nationalLookup?: string;

  @Expose({ name: 'PROVINCE_TOKEN_URL' })
  @IsOptional()
  @IsString()
  readonly provinceTokenUrl?: string;

  @Expose({ name: 'PROVINCE_DOCUMENT_URL' })
  @IsOptional()
  @IsString()
  readonly provinceDocumentUrl?: string;

  @Expose({ name: 'PROVINCE_CLIENT_ID' })
  @IsOptional()
  @IsString()
  readonly provinceClientId?: string;

  @Expose({ name: 'PROVINCE_CLIENT_SECRET' })
  @IsOptional()
  @IsString()
  readonly provinceSecret?: string;

  @Expose({ name: 'PROVINCE_CLIENT_SECRET_FILE' })
  @IsOptional()
  @IsString()
  readonly provinceSecretFile?: string;
}
