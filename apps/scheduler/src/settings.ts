import { Expose, Transform, Type } from 'class-transformer';
import { ArrayMinSize, IsInt, IsIP, IsNumber, IsOptional, IsString, Matches, Max, Min, MinLength } from 'class-validator';
import { Fits, Setting } from '#runtime';

/** Of the key that messages are signed with. Source: Standard Webhooks, "Signature scheme": 24 to 64 bytes. */
const SECRET = /^whsec_(?:[A-Za-z0-9+/]{4}){8,21}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What a scheduler is configured with from its environment. */
export class SchedulerSettings {
  /** The duties' own database role; falls back to `DATABASE_URL`. */
  @Setting({
    vi: 'địa chỉ PostgreSQL với vai trò của scheduler; bỏ trống = DATABASE_URL',
    en: "address of PostgreSQL with the scheduler's own role; empty = DATABASE_URL",
    example: 'postgres://gateway_duty:…@db.example.vn:5432/gateway',
    secret: true,
  })
  @Expose({ name: 'DATABASE_URL_DUTY' })
  @Fits<SchedulerSettings>({
    says: {
      vi: 'phải là địa chỉ postgres://…, ở đây hoặc ở DATABASE_URL',
      en: 'must be an address postgres://…, here or in DATABASE_URL',
    },
    holds: (_, { databaseUrl }) => /^postgres(?:ql)?:\/\//.test(databaseUrl),
  })
  dutyUrl?: string;

  @Setting({
    vi: 'địa chỉ PostgreSQL với tài khoản chủ sở hữu; chỉ để cài đặt',
    en: "address of PostgreSQL with the owner's account; for set-up only",
    example: 'postgres://gateway:…@db.example.vn:5432/gateway',
    secret: true,
  })
  @Expose({ name: 'DATABASE_URL' })
  @IsOptional()
  @IsString()
  ownerUrl?: string;

  @Setting({
    vi: 'tệp nơi nhận hồ sơ; npm start: config/partners.demo.yaml',
    en: 'the file of destinations; npm start: config/partners.demo.yaml',
  })
  @Expose({ name: 'PARTNERS_FILE' })
  @IsString()
  @MinLength(1)
  partnersFile = 'config/partners.yaml';

  @Setting({ vi: 'số kết nối PostgreSQL', en: 'connections to PostgreSQL' })
  @Expose({ name: 'SCHEDULER_POOL' })
  @Type(() => Number)
  @IsInt()
  @Min(2)
  @Max(20)
  pool = 3;

  /** Port of health and metrics; 0 = none. */
  @Setting({ vi: 'cổng TCP của số đo và tình trạng; 0 = không mở', en: 'port of metrics and health; 0 = none' })
  @Expose({ name: 'SCHEDULER_METRICS_PORT' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65_535)
  metricsPort = 0;

  @Setting({ vi: 'địa chỉ mà máy chủ lắng nghe', en: 'address that the server binds to' })
  @Expose({ name: 'BIND_ADDRESS' })
  @IsIP()
  bindAddress = '127.0.0.1';

  @Setting({ vi: 'tự kiểm tra mỗi bao nhiêu giây', en: 'seconds between two self-checks' })
  @Expose({ name: 'CHECK_EVERY_SECONDS' })
  @Type(() => Number)
  @IsNumber()
  @Min(0.2)
  @Max(3_600)
  checkEverySeconds = 30;

  @Setting({
    vi: 'niêm phong bằng chứng mỗi bao nhiêu giây',
    en: 'seconds between two blocks of evidence',
  })
  @Expose({ name: 'SEAL_EVERY_SECONDS' })
  @Type(() => Number)
  @IsNumber()
  @Min(0.2)
  @Max(3_600)
  sealEverySeconds = 60;

  @Setting({
    vi: 'hồ sơ đến hạn mà không ai nhận gửi quá số giây này thì mở sự cố',
    en: 'what is due and claimed by nobody for so many seconds opens an incident',
  })
  @Expose({ name: 'CHECK_UNCLAIMED_SECONDS' })
  @Type(() => Number)
  @IsNumber()
  @Min(0.2)
  unclaimedSeconds = 120;

  @Setting({
    vi: 'hồ sơ không rõ đã đến cổng hay chưa quá số giây này thì mở sự cố',
    en: 'of what nobody knows for so many seconds whether it arrived opens an incident',
  })
  @Expose({ name: 'CHECK_DOUBT_SECONDS' })
  @Type(() => Number)
  @IsNumber()
  @Min(0.2)
  doubtSeconds = 3_600;

  @Setting({
    vi: 'thư mục cấu hình: scoring/*.yaml và calendars/vn.csv',
    en: 'the folder of configuration: scoring/*.yaml and calendars/vn.csv',
  })
  @Expose({ name: 'CONFIG_DIR' })
  @IsString()
  @MinLength(1)
  configDir = 'config';

  @Setting({
    vi: 'tính lại điểm 766 của tháng đang chạy mỗi bao nhiêu phút; quý và năm ít nhất cách 6 giờ',
    en: 'minutes after which the score of the running month is computed anew; quarters and years after 6 hours at least',
  })
  @Expose({ name: 'SCORE_EVERY_MINUTES' })
  @Type(() => Number)
  @IsNumber()
  @Min(0.01)
  @Max(1_440)
  scoreEveryMinutes = 30;

  @Setting({
    vi: 'báo sự cố khi kỳ chấm điểm còn bấy nhiêu ngày mà vẫn mất điểm, cách nhau bằng dấu phẩy',
    en: 'days before the end of a period at which an incident tells what is being lost, with commas between them',
    example: '7,3,1',
  })
  @Expose({ name: 'SCORE_WARN_DAYS' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',').map(Number) : value))
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(90, { each: true })
  scoreWarnDays: number[] = [7, 3, 1];

  @Setting({
    vi: 'đối soát: giữ bảng kê đã nhận, và số đếm không bảng kê nào hỏi nữa, bao nhiêu ngày',
    en: 'reconciliation: days for which manifests are kept, and counts that no manifest asks for any more',
  })
  @Expose({ name: 'MANIFEST_KEEP_DAYS' })
  @Type(() => Number)
  @IsInt()
  @Min(2)
  @Max(3_650)
  manifestKeepDays = 30;

  @Setting({
    vi: 'đối soát: giữ các lần chạy, khác biệt và đề nghị gửi lại đã xong bao nhiêu ngày',
    en: 'reconciliation: days for which runs, differences and requests to send again are kept once they are over',
  })
  @Expose({ name: 'RECONCILE_KEEP_DAYS' })
  @Type(() => Number)
  @IsInt()
  @Min(31)
  @Max(3_650)
  reconcileKeepDays = 400;

  @Setting({
    vi: 'báo trước khi chứng thư TLS của nơi nhận hết hạn bao nhiêu ngày',
    en: 'days before the end of a TLS certificate of a destination from which on it is told of',
  })
  @Expose({ name: 'CHECK_CERTIFICATE_DAYS' })
  @Type(() => Number)
  @IsNumber()
  @Min(1)
  certificateDays = 21;

  @Setting({
    vi: 'báo khi lịch ngày làm việc chưa có năm sau, trước khi năm ấy bắt đầu bao nhiêu ngày',
    en: 'days before a year begins from which on it is told that the calendar of working days lacks it',
  })
  @Expose({ name: 'CHECK_CALENDAR_DAYS' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(365)
  calendarDays = 31;

  @Setting({
    vi: 'lần gửi lại đã kết thúc, hoặc chạy thử xong mà không ai bắt đầu, được giữ bao nhiêu ngày kèm danh sách của nó',
    en: 'days that a replay is kept with its list after it was over, or ready and never started',
  })
  @Expose({ name: 'REPLAY_KEEP_DAYS' })
  @Type(() => Number)
  @IsInt()
  @Min(7)
  @Max(3_650)
  replayKeepDays = 180;

  @Setting({
    vi: 'kết quả điểm 766 của một kỳ được giữ bao nhiêu ngày sau khi kỳ hết, hoặc sau lần tính cuối',
    en: 'days that the score of a period is kept after its end, or after it was computed last',
  })
  @Expose({ name: 'SCORE_KEEP_DAYS' })
  @Type(() => Number)
  @IsInt()
  @Min(400)
  @Max(36_500)
  scoreKeepDays = 1_100;

  @Setting({
    vi: 'mức dùng (kết nối, đĩa, dung lượng cơ sở dữ liệu) từ đó mở sự cố, %',
    en: 'use of connections, disks and the size of the database from which on an incident opens, %',
  })
  @Expose({ name: 'CHECK_CAP_PERCENT' })
  @Type(() => Number)
  @IsNumber()
  @Min(0.0001)
  @Max(99)
  capPercent = 70;

  @Setting({
    vi: 'thư mục mà đĩa của nó được theo dõi, cách nhau bằng dấu phẩy',
    en: 'folders whose disks are watched, with commas between them',
    example: '/data,/var/lib/postgresql',
  })
  @Expose({ name: 'CHECK_DISKS' })
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.split(',').map((folder) => folder.trim()) : value,
  )
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @ArrayMinSize(1)
  disks: string[] = ['.'];

  @Setting({
    vi: 'dung lượng lớn nhất dành cho cơ sở dữ liệu, GiB; bỏ trống = không theo dõi',
    en: 'the most that the database may take, GiB; empty = not watched',
    example: '200',
  })
  @Expose({ name: 'CHECK_DATABASE_GIB' })
  @IsOptional()
  @Type(() => Number)
  @IsNumber()
  @Min(0.001)
  databaseGib?: number;

  @Setting({
    vi: 'địa chỉ webhook nhận cảnh báo (Standard Webhooks); bỏ trống = chỉ ghi nhật ký và số đo',
    en: 'address of a webhook that alerts go to (Standard Webhooks); empty = log and metrics alone',
    example: 'https://alerts.example.vn/gateway',
  })
  @Expose({ name: 'ALERT_WEBHOOK_URL' })
  @IsOptional()
  @Matches(/^https?:\/\/[^\s@]+$/, {
    message:
      'phải là địa chỉ https://… hoặc http://…, không có tài khoản / must be an address https://… or http://…, without an account',
  })
  webhookUrl?: string;

  @Setting({
    vi: 'khoá ký cảnh báo, dạng whsec_ rồi base64 của 24–64 byte',
    en: 'the key that alerts are signed with: whsec_ and base64 of 24–64 bytes',
    example: 'whsec_…',
    secret: true,
  })
  @Expose({ name: 'ALERT_WEBHOOK_SECRET' })
  @Fits<SchedulerSettings>({
    says: {
      vi: 'phải là whsec_ rồi base64 của 24–64 byte khi có ALERT_WEBHOOK_URL',
      en: 'must be whsec_ and base64 of 24–64 bytes where ALERT_WEBHOOK_URL is given',
    },
    holds: (_, { webhookUrl, webhookSecret }) =>
      webhookUrl === undefined || (webhookSecret !== undefined && SECRET.test(webhookSecret)),
  })
  webhookSecret?: string;

  /** Where the scheduler's database is. */
  get databaseUrl(): string {
    return this.dutyUrl ?? this.ownerUrl ?? '';
  }
}
