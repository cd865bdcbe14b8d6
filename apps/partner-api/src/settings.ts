import { Expose, Type } from 'class-transformer';
import { IsInt, IsIP, IsOptional, IsString, Max, Min } from 'class-validator';

/** The settings of the process, from the environment. */
export class PartnerApiSettings {
  @Expose({ name: 'PARTNER_API_PORT' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65_535)
  readonly port: number = 8080;

  @Expose({ name: 'BIND_ADDRESS' })
  @IsIP()
  readonly host: string = '127.0.0.1';

  /** The door's own role; the owner's address is the fallback of a set-up with a single role. */
  @Expose({ name: 'DATABASE_URL_DOOR' })
  @IsOptional()
  @IsString()
  readonly doorUrl?: string;

  @Expose({ name: 'DATABASE_URL' })
  @IsOptional()
  @IsString()
  readonly ownerUrl?: string;

  @Expose({ name: 'PARTNER_API_POOL_SIZE' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  readonly poolSize: number = 10;

  /** Days for which a cursor of a feed is good. */
  @Expose({ name: 'PARTNER_API_FEED_DAYS' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(3_650)
  readonly feedDays: number = 400;
}
