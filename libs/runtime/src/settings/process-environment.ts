import { Expose } from 'class-transformer';
import { IsIn, IsOptional, IsString } from 'class-validator';
import { Fits, Setting } from './setting.ts';

/** The levels of the log, the most talkative first. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;

const PRODUCTION = 'production';

/** What every process takes from its environment, whatever it does. */
export class ProcessEnvironment {
  @Setting({
    vi: 'production khi chạy thật: tắt các điểm gây lỗi dùng cho kiểm thử',
    en: 'production for real use: refuses the fault points of tests',
    example: PRODUCTION,
  })
  @Expose({ name: 'NODE_ENV' })
  @IsOptional()
  @IsIn([PRODUCTION, 'development', 'test'])
  readonly nodeEnv?: string;

  @Setting({ vi: 'mức nhật ký: chỉ ghi từ mức này trở lên', en: 'level of the log: nothing below it is written' })
  @Expose({ name: 'LOG_LEVEL' })
  @IsIn(LOG_LEVELS)
  readonly logLevel: string = 'info';

  @Setting({
    vi: 'chỉ cho kiểm thử: tệp nạp điểm gây lỗi; bị từ chối khi NODE_ENV=production',
    en: 'tests only: a file that arms fault points; refused when NODE_ENV=production',
    example: '',
  })
  @Expose({ name: 'FAULTS' })
  @IsOptional()
  @IsString()
  @Fits<ProcessEnvironment>({
    says: { vi: 'không được đặt khi NODE_ENV=production', en: 'may not be set when NODE_ENV=production' },
    holds: (_, { nodeEnv }) => nodeEnv !== PRODUCTION,
  })
  readonly faults?: string;

  /** The file that arms fault points; none in production: a product that can kill itself on request must not run there. */
  get armedBy(): string | undefined {
    return this.nodeEnv === PRODUCTION ? undefined : this.faults;
  }
}

const SECRET_BYTES = 32;

/** The two secrets that the processes with a database share. */
export class SecretsEnvironment {
  @Setting({
    vi: 'bí mật để băm khoá API và mật khẩu của hệ thống kết nối; đổi là mọi khoá hết hiệu lực. npm start tự tạo',
    en: 'the secret under which keys and passwords of clients are hashed; another one voids them all. npm start makes its own',
    example: '$(openssl rand -base64 32)',
    secret: true,
  })
  @Expose({ name: 'PEPPER' })
  @IsKey()
  readonly pepper!: string;

  @Setting({
    vi: 'khoá bọc các khoá dữ liệu; mất là mất mọi nội dung đã mã hoá. npm start tự tạo',
    en: 'the key that wraps the data keys; without it no encrypted body opens again. npm start makes its own',
    example: '$(openssl rand -base64 32)',
    secret: true,
  })
  @Expose({ name: 'WRAPPING_KEY' })
  @IsKey()
  readonly wrappingKey!: string;
}

/** The secret of the processes that sign: the door its receipts, the scheduler the day's anchor. */
export class EvidenceEnvironment {
  @Setting({
    vi: 'khoá ký biên nhận và chuỗi bằng chứng (Ed25519); đổi thì giữ lại khoá công khai cũ để kiểm tra. npm start tự tạo',
    en: 'the key that signs receipts and the chain of evidence (Ed25519); keep the public key of a former one to verify with. npm start makes its own',
    example: '$(openssl rand -base64 32)',
    secret: true,
  })
  @Expose({ name: 'EVIDENCE_KEY' })
  @IsKey()
  readonly evidenceKey!: string;
}

function IsKey(): PropertyDecorator {
  return Fits({
    says: { vi: `phải là ${SECRET_BYTES} byte ngẫu nhiên dạng base64`, en: `must be ${SECRET_BYTES} random bytes as base64` },
    holds: (value) => typeof value === 'string' && Buffer.from(value, 'base64').length === SECRET_BYTES,
  });
}
