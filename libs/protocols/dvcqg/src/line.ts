import { exchange, poolOptions, type Deadline, type Exchanged, type PoolLimits, type Post } from '#runtime';
import { Pool } from 'undici';

/** The connections to one configured host, the only one that what goes over them can reach. They come up with the first call. */
export interface Line {
  post(post: Post, deadline: Deadline): Promise<Exchanged>;
  close(): Promise<void>;
}

/** Opens a bounded pool to a host. */
export function openLine(origin: string, limits: PoolLimits): Line {
  const pool = new Pool(origin, poolOptions(limits));
  return {
    post: (post, deadline) => exchange(pool, post, deadline),
    close: () => (pool.closed ? Promise.resolve() : pool.close()),
  };
}
