import { randomBytes } from 'node:crypto';

const POOL_BYTES = 4096;
let pool = Buffer.alloc(0);

/** A few random bytes for ids and nonces, cut from a larger draw: the call costs more than the bytes. They are the caller's alone. */
export function randomChunk(bytes: number): Buffer {
  if (pool.length < bytes) pool = randomBytes(POOL_BYTES);
  const chunk = pool.subarray(0, bytes);
  pool = pool.subarray(bytes);
  return chunk;
}
