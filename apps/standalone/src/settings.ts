import { Expose, Type } from 'class-transformer';
import { IsInt, IsIP, IsOptional, IsString, Max, Min } from 'class-validator';
import { Fits, Setting } from '#runtime';
import { RelayHandedOn } from './relay-handed-on.ts';
import { ROLE, TO_ALL, TO_CONSOLE, TO_DOOR, TO_RELAY } from './settings-texts.ts';

/** What the single-machine edition takes from its environment. Nothing of it reaches a child unless it is handed on by name. */
export class StandaloneSettings extends RelayHandedOn {
  @Setting({ vi: 'thư mục dữ liệu, bí mật, nhật ký, ready.json', en: 'folder of data, secrets, logs, ready.json' })
  @Expose({ name: 'DATA_DIR' })
  @IsString()
  readonly dataDir: string = '.data';

  @Setting({
    vi: 'thư mục cấu hình; bỏ trống = config của bản cài',
    en: 'folder of configuration; empty = config of the installation',
    example: 'config',
  })
  @Expose({ name: 'CONFIG_DIR' })
  @IsOptional()
  @IsString()
  readonly configDir?: string;

  @Setting({
    vi: 'tệp nơi nhận hồ sơ; bỏ trống: npm start dùng partners.demo.yaml, npm run migrate dùng partners.yaml',
    en: 'the file of destinations; empty: npm start takes partners.demo.yaml, npm run migrate partners.yaml',
    example: 'config/partners.yaml',
  })
  @Expose({ name: 'PARTNERS_FILE' })
  @IsOptional()
  @IsString()
  readonly partnersFile?: string;

  @Setting({ vi: 'địa chỉ mà các máy chủ lắng nghe', en: 'address that the servers bind to' })
  @Expose({ name: 'BIND_ADDRESS' })
  @IsIP()
  readonly bindAddress: string = '127.0.0.1';

  @Setting({ vi: 'cổng TCP của cửa tiếp nhận', en: 'port of the door' })
  @Expose({ name: 'PARTNER_API_PORT' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(65_535)
  readonly partnerApiPort: number = 8080;

  @Setting({ vi: 'cổng TCP của bàn điều hành', en: "port of the operators' console" })
  @Expose({ name: 'CONSOLE_PORT' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(65_535)
  readonly consolePort: number = 8081;

  @Setting({ vi: 'cổng TCP của cổng mô phỏng', en: 'port of the simulated portal' })
  @Expose({ name: 'SIMULATOR_PORT' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(65_535)
  readonly simulatorPort: number = 8090;

  @Setting({
    vi: 'PostgreSQL 15 trở lên, tài khoản chủ sở hữu; bỏ trống = PostgreSQL đi kèm, trong DATA_DIR',
    en: "PostgreSQL 15 or later, the owner's account; empty = the PostgreSQL that comes along, in DATA_DIR",
    example: 'postgres://gateway:…@db.example.vn:5432/gateway',
    secret: true,
  })
  @Expose({ name: 'DATABASE_URL' })
  @IsOptional()
  @IsString()
  @Fits({
    says: { vi: 'phải là địa chỉ postgres://…', en: 'must be an address postgres://…' },
    holds: (value) => typeof value === 'string' && /^postgres(?:ql)?:\/\//.test(value),
  })
  readonly ownerUrl?: string;

  @Setting({ ...ROLE, example: 'postgres://gateway_door:…@db.example.vn:5432/gateway' })
  @Expose({ name: 'DATABASE_URL_DOOR' })
  @IsOptional()
  @IsString()
  readonly doorUrl?: string;

  @Setting({ ...ROLE, example: 'postgres://gateway_road:…@db.example.vn:5432/gateway' })
  @Expose({ name: 'DATABASE_URL_ROAD' })
  @IsOptional()
  @IsString()
  readonly roadUrl?: string;

  @Setting({ ...ROLE, example: 'postgres://gateway_duty:…@db.example.vn:5432/gateway' })
  @Expose({ name: 'DATABASE_URL_DUTY' })
  @IsOptional()
  @IsString()
  readonly dutyUrl?: string;

  @Setting({ ...ROLE, example: 'postgres://gateway_desk:…@db.example.vn:5432/gateway' })
  @Expose({ name: 'DATABASE_URL_DESK' })
  @IsOptional()
  @IsString()
  readonly deskUrl?: string;

  @Setting(TO_ALL)
  @Expose({ name: 'NODE_ENV' })
  @IsOptional()
  @IsString()
  readonly nodeEnv?: string;

  @Setting(TO_ALL)
  @Expose({ name: 'LOG_LEVEL' })
  @IsOptional()
  @IsString()
  readonly logLevel?: string;

  @Setting(TO_ALL)
  @Expose({ name: 'FAULTS' })
  @IsOptional()
  @IsString()
  readonly faults?: string;

  @Setting(TO_DOOR)
  @Expose({ name: 'PARTNER_API_POOL_SIZE' })
  @IsOptional()
  @IsString()
  readonly doorPool?: string;

  @Setting({ vi: 'trao cho cửa tiếp nhận và bàn điều hành', en: 'handed on to the door and the console' })
  @Expose({ name: 'TRUST_PROXY' })
  @IsOptional()
  @IsString()
  readonly trustProxy?: string;

  @Setting(TO_DOOR)
  @Expose({ name: 'NATIONAL_SESSION_SECONDS' })
  @IsOptional()
  @IsString()
  readonly sessionSeconds?: string;

  @Setting(TO_DOOR)
  @Expose({ name: 'PARTNER_API_FEED_DAYS' })
  @IsOptional()
  @IsString()
  readonly feedDays?: string;

  @Setting(TO_DOOR)
  @Expose({ name: 'WRAPPER_CREATE_PATH' })
  @IsOptional()
  @IsString()
  readonly wrapperCreate?: string;

  @Setting(TO_DOOR)
  @Expose({ name: 'WRAPPER_UPDATE_PATH' })
  @IsOptional()
  @IsString()
  readonly wrapperUpdate?: string;

  @Setting(TO_DOOR)
  @Expose({ name: 'WRAPPER_PROGRESS_PATH' })
  @IsOptional()
  @IsString()
  readonly wrapperProgress?: string;

  @Setting(TO_CONSOLE)
  @Expose({ name: 'CONSOLE_POOL_SIZE' })
  @IsOptional()
  @IsString()
  readonly consolePool?: string;

  @Setting(TO_CONSOLE)
  @Expose({ name: 'CONSOLE_SESSION_MINUTES' })
  @IsOptional()
  @IsString()
  readonly consoleSessionMinutes?: string;

  @Setting(TO_CONSOLE)
  @Expose({ name: 'CONSOLE_IDLE_MINUTES' })
  @IsOptional()
  @IsString()
  readonly consoleIdleMinutes?: string;

  @Setting({ ...TO_RELAY, secret: true })
  @Expose({ name: 'AMQP_URL' })
  @IsOptional()
  @IsString()
  readonly amqpUrl?: string;

  @Setting({ vi: 'tệp chứa AMQP_URL, thay cho biến đó', en: 'file that holds AMQP_URL, instead of the variable' })
  @Expose({ name: 'AMQP_URL_FILE' })
  @IsOptional()
  @IsString()
  readonly amqpUrlFile?: string;

  @Setting(TO_RELAY)
  @Expose({ name: 'AMQP_CA_FILE' })
  @IsOptional()
  @IsString()
  readonly amqpCaFile?: string;

  @Setting(TO_RELAY)
  @Expose({ name: 'AMQP_CERT_FILE' })
  @IsOptional()
  @IsString()
  readonly amqpCertFile?: string;

  @Setting(TO_RELAY)
  @Expose({ name: 'AMQP_KEY_FILE' })
  @IsOptional()
  @IsString()
  readonly amqpKeyFile?: string;

  /** Of the private broker; any free one where it is not set. */
  @Setting({
    vi: 'cổng TCP của RabbitMQ riêng (npm start -- --rabbitmq); bỏ trống = một cổng trống, giữ nguyên cho lần sau',
    en: 'port of the private RabbitMQ (npm start -- --rabbitmq); empty = a free one, kept for the next start',
    example: '5673',
  })
  @Expose({ name: 'AMQP_PORT' })
  @Type(() => Number)
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(65_535)
  readonly amqpPort?: number;

  @Setting({
    vi: 'địa chỉ Cổng DVCQG, dùng trong partners.yaml; partners.demo.yaml luôn dùng cổng mô phỏng',
    en: 'address of the national portal, for partners.yaml; partners.demo.yaml always takes the simulated one',
    example: 'https://cong-dvcqg.example.vn',
  })
  @Expose({ name: 'NATIONAL_BASE_URL' })
  @IsOptional()
  @IsString()
  readonly nationalBaseUrl?: string;

  @Setting({ vi: 'tài khoản của tỉnh ở Cổng DVCQG', en: 'account of the province at the national portal', example: 'h56' })
  @Expose({ name: 'NATIONAL_USERNAME' })
  @IsOptional()
  @IsString()
  readonly nationalUsername?: string;

  @Setting({ vi: 'mật khẩu của tài khoản đó', en: 'password of that account', example: '…', secret: true })
  @Expose({ name: 'NATIONAL_PASSWORD' })
  @IsOptional()
  @IsString()
  readonly nationalPassword?: string;

  @Setting({
    vi: 'tệp chứa mật khẩu đó, thay cho NATIONAL_PASSWORD',
    en: 'file that holds that password, instead of NATIONAL_PASSWORD',
    example: '/run/secrets/national-password',
  })
  @Expose({ name: 'NATIONAL_PASSWORD_FILE' })
  @IsOptional()
  @IsString()
  readonly nationalPasswordFile?: string;

  @Setting({
    vi: 'Cổng DVCQG trả lời gì khi tra cứu: steps, dossier, none',
    en: 'what the national portal shows when asked: steps, dossier, none',
    example: 'steps',
  })
  @Expose({ name: 'NATIONAL_LOOKUP' })
  @IsOptional()
  @IsString()
  readonly nationalLookup?: string;

  @Setting({
    vi: 'địa chỉ lấy token của cổng tỉnh, cho partners.yaml',
    en: 'address for tokens of the provincial portal, for partners.yaml',
    example: 'https://lgsp.example.vn',
  })
  @Expose({ name: 'PROVINCE_TOKEN_URL' })
  @IsOptional()
  @IsString()
  readonly provinceTokenUrl?: string;

  @Setting({
    vi: 'địa chỉ nhận hồ sơ của cổng tỉnh',
    en: 'address of the provincial portal for documents',
    example: 'https://lgsp.example.vn/adapter',
  })
  @Expose({ name: 'PROVINCE_DOCUMENT_URL' })
  @IsOptional()
  @IsString()
  readonly provinceDocumentUrl?: string;

  @Setting({
    vi: 'client_id của cổng tích hợp ở cổng tỉnh',
    en: 'client_id of the gateway at the provincial portal',
    example: 'one-stop-gateway',
  })
  @Expose({ name: 'PROVINCE_CLIENT_ID' })
  @IsOptional()
  @IsString()
  readonly provinceClientId?: string;

  @Setting({ vi: 'client_secret ở cổng tỉnh', en: 'its client_secret', secret: true })
  @Expose({ name: 'PROVINCE_CLIENT_SECRET' })
  @IsOptional()
  @IsString()
  readonly provinceSecret?: string;

  @Setting({
    vi: 'tệp chứa client_secret ở cổng tỉnh',
    en: 'the file that holds its client_secret',
    example: '/run/secrets/province-client-secret',
  })
  @Expose({ name: 'PROVINCE_CLIENT_SECRET_FILE' })
  @IsOptional()
  @IsString()
  readonly provinceSecretFile?: string;
}
