import { Expose, Type } from 'class-transformer';
import { IsInt, IsIP, IsOptional, IsString, Max, Min, MinLength } from 'class-validator';
import { Fits, Setting } from '#runtime';
import type { ReconcilePolicy } from './reconcile/reconciler.ts';

/** What a relay is configured with from its environment. */
export class RelaySettings {
  /** The road's own database role; falls back to `DATABASE_URL`. */
  @Setting({
    vi: 'địa chỉ PostgreSQL với vai trò của relay; bỏ trống = DATABASE_URL',
    en: "address of PostgreSQL with the relay's own role; empty = DATABASE_URL",
    example: 'postgres://gateway_road:…@db.example.vn:5432/gateway',
    secret: true,
  })
  @Expose({ name: 'DATABASE_URL_ROAD' })
  @Fits<RelaySettings>({
    says: {
      vi: 'phải là địa chỉ postgres://…, ở đây hoặc ở DATABASE_URL',
      en: 'must be an address postgres://…, here or in DATABASE_URL',
    },
    holds: (_, { databaseUrl }) => /^postgres(?:ql)?:\/\//.test(databaseUrl),
  })
  roadUrl?: string;

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

  @Setting({
    vi: 'thư mục bảng kết quả bổ sung, mỗi phương ngữ một tệp; xem config/outcomes/README.md',
    en: 'folder of what is added to the outcome tables, a file per dialect; see config/outcomes/README.md',
  })
  @Expose({ name: 'OUTCOMES_DIR' })
  @IsString()
  @MinLength(1)
  outcomesDir = 'config/outcomes';

  /** Connections to PostgreSQL. */
  @Setting({ vi: 'số kết nối PostgreSQL', en: 'connections to PostgreSQL' })
  @Expose({ name: 'RELAY_POOL' })
  @Type(() => Number)
  @IsInt()
  @Min(2)
  @Max(100)
  pool = 8;

  /**
   * How far the relay stands back when the processors are short: 0 not at all, 19 as far as it can. On one machine with the door,
   * accepting goes before delivering, and what waits is sent in larger groups.
   */
  @Setting({
    vi: 'khi thiếu CPU, nhường cho cửa tiếp nhận: 0 không nhường … 19 nhường hết',
    en: 'when processors are short it stands back behind the door: 0 not at all … 19 as far as it can',
  })
  @Expose({ name: 'RELAY_NICENESS' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(19)
  niceness = 10;

  /** Whole months for which is kept what was written for destinations in shadow. */
  @Setting({
    vi: 'số tháng giữ những gì đã viết cho nơi nhận chạy bóng; cũ hơn thì xoá',
    en: 'months for which is kept what was written for destinations in shadow; what is older is dropped',
    example: '6',
  })
  @Expose({ name: 'SHADOW_MONTHS' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(120)
  shadowMonths = 6;

  @Setting({
    vi: 'đối soát: số phút giữa hai lần chạy thường; 0 = không tự chạy',
    en: 'reconciliation: minutes between two ordinary runs; 0 = none by itself',
  })
  @Expose({ name: 'RECONCILE_EVERY_MINUTES' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(1_440)
  reconcileEveryMinutes = 60;

  @Setting({
    vi: 'đối soát: giờ Việt Nam chạy toàn bộ mỗi đêm, 0–23; -1 = không chạy',
    en: 'reconciliation: hour of the day in Vietnam at which all is compared, 0–23; -1 = never',
  })
  @Expose({ name: 'RECONCILE_NIGHTLY_HOUR' })
  @Type(() => Number)
  @IsInt()
  @Min(-1)
  @Max(23)
  reconcileNightlyHour = 1;

  @Setting({
    vi: 'đối soát: số hồ sơ × nơi nhận nhiều nhất được hỏi trong một lần chạy thường; cái vừa đổi trước, rồi cái lâu chưa hỏi nhất',
    en: 'reconciliation: most lanes that an ordinary run asks for; what changed first, then what was verified longest ago',
  })
  @Expose({ name: 'RECONCILE_LANES_PER_RUN' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  reconcileLanesPerRun = 5_000;

  @Setting({
    vi: 'đối soát: số hồ sơ nhiều nhất tự sửa từ một lần chạy hay một bảng kê',
    en: 'reconciliation: most dossiers that are mended by themselves on account of one run or manifest',
  })
  @Expose({ name: 'RECONCILE_HEALS_PER_RUN' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  reconcileHealsPerRun = 5_000;

  @Setting({
    vi: 'đối soát: số hồ sơ nhiều nhất đang tự sửa cùng lúc ở một nơi nhận, hoặc đang đề nghị một hệ thống xã gửi lại',
    en: 'reconciliation: most dossiers that are being mended at one destination at the same time, or that one system of communes is asked for',
  })
  @Expose({ name: 'RECONCILE_HEALS_PER_DESTINATION' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  reconcileHealsPerDestination = 200;

  @Setting({
    vi: 'đối soát: số lần tự sửa nhiều nhất trong một giờ, tính chung',
    en: 'reconciliation: most that is mended by itself in an hour, all together',
  })
  @Expose({ name: 'RECONCILE_HEALS_PER_HOUR' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  reconcileHealsPerHour = 10_000;

  @Setting({
    vi: 'đối soát: số lần thử sửa cùng một khác biệt trước khi dừng và chờ người',
    en: 'reconciliation: how often the same difference is mended before it stops and waits for a person',
  })
  @Expose({ name: 'RECONCILE_HEAL_TRIES' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  reconcileHealTries = 3;

  @Setting({
    vi: 'trong bấy nhiêu ngày cuối tháng, bước kết thúc hồ sơ được gửi lên cổng quốc gia trước (nhiều nhất một nửa số chỗ); 0 = không',
    en: 'in the last so many days of a month finishing steps go to the national portal first (half of the places at most); 0 = never',
  })
  @Expose({ name: 'SCORE_FIRST_DAYS' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(28)
  scoreFirstDays = 5;

  /** How reconciliation goes by itself. */
  get reconciliation(): ReconcilePolicy {
    return {
      everyMinutes: this.reconcileEveryMinutes,
      nightlyHour: this.reconcileNightlyHour,
      lanesPerRun: this.reconcileLanesPerRun,
      caps: {
        perRun: this.reconcileHealsPerRun,
        perSide: this.reconcileHealsPerDestination,
        perHour: this.reconcileHealsPerHour,
        tries: this.reconcileHealTries,
      },
    };
  }

  /** Port of health and metrics; 0 = none. */
  @Setting({ vi: 'cổng TCP của số đo và tình trạng; 0 = không mở', en: 'port of metrics and health; 0 = none' })
  @Expose({ name: 'RELAY_METRICS_PORT' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65_535)
  metricsPort = 0;

  @Setting({ vi: 'địa chỉ mà máy chủ lắng nghe', en: 'address that the server binds to' })
  @Expose({ name: 'BIND_ADDRESS' })
  @IsIP()
  bindAddress = '127.0.0.1';

  /** Where the relay's database is. */
  get databaseUrl(): string {
    return this.roadUrl ?? this.ownerUrl ?? '';
  }
}
