import 'reflect-metadata';
import { IsInt, IsNumber, IsOptional, Max, Min } from 'class-validator';
import { Setting } from '#runtime';

/** How many calls a destination takes, over all relays: so many per second, after a pause a few more at once. */
export class RatePolicy {
  /** Logins and look-ups count as calls. */
  @Setting({
    vi: 'số lời gọi mỗi giây tới nơi này, cộng mọi relay, kể cả đăng nhập và tra cứu',
    en: 'calls per second to this destination, over all relays, logins and look-ups among them',
    example: '10',
    reload: 'now',
  })
  @IsNumber()
  @Min(0.2)
  @Max(1_000)
  perSecond!: number;

  /** Unset: as many as come in one second. */
  @Setting({
    vi: 'số lời gọi nhiều nhất được dồn lại sau lúc rảnh; bỏ trống = số của một giây',
    en: 'most calls that may be saved up while there is nothing to do; unset = those of one second',
    example: '10',
    reload: 'now',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000)
  burst?: number;
}

/** Calls that may be saved up. */
export function burstOf({ perSecond, burst }: RatePolicy): number {
  return burst ?? Math.max(1, Math.ceil(perSecond));
}
