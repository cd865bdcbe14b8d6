import { IsInt, Max, Min } from 'class-validator';
import { Setting, type PoolLimits } from '#runtime';

/** An http(s) address with its base path, without user, query or fragment. */
export const BASE_ADDRESS = /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/;

/** How a dialect connects to a host of its partner: what its settings have in common with those of every other. Durations in milliseconds. */
export class ConnectionSettings implements PoolLimits {
  /** Most connections at a time; each carries one request. */
  @Setting({
    vi: 'số kết nối tối đa cùng lúc tới mỗi máy chủ; mỗi kết nối mang một lời gọi',
    en: 'most connections at a time to each host; each carries one call',
    example: '32',
  })
  @IsInt()
  @Min(1)
  @Max(256)
  connections = 32;

  /** How long a connection may take to come up; after that the partner counts as unreachable. */
  @Setting({
    vi: 'thời gian chờ tối đa để mở một kết nối (ms); quá hạn thì coi là không kết nối được',
    en: 'how long a connection may take to come up (ms); after that the partner counts as unreachable',
    example: '5000',
  })
  @IsInt()
  @Min(100)
  @Max(60_000)
  connectTimeoutMs = 5_000;

  /** How long an idle connection is kept; shorter than the partner's own limit, so that it does not hang up on a request. */
  @Setting({
    vi: 'giữ một kết nối rỗi trong bao lâu (ms); ngắn hơn giới hạn của bên nhận',
    en: "how long an idle connection is kept (ms); shorter than the partner's own limit",
    example: '4000',
  })
  @IsInt()
  @Min(100)
  @Max(600_000)
  keepAliveMs = 4_000;
}
