import { Expose, Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { Setting } from '#runtime';

/** What a relay is configured with from its environment. */
export class RelaySettings {
  /** The road's own database role; falls back to `DATABASE_URL`. */
  @Expose({ name: 'DATABASE_URL_ROAD' })
  @IsOptional()
  @IsString()
  roadUrl?: string;

  @Expose({ name: 'DATABASE_URL' })
  @IsOptional()
  @IsString()
  ownerUrl?: string;

  @Expose({ name: 'PARTNERS_FILE' })
  @IsString()
  partnersFile = 'config/partners.yaml';

  /** Connections to PostgreSQL. */
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

  /** Port of health and metrics; 0 = none. */
  @Expose({ name: 'RELAY_METRICS_PORT' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65_535)
  metricsPort = 0;

  @Expose({ name: 'BIND_ADDRESS' })
  @IsString()
  bindAddress = '127.0.0.1';
}
