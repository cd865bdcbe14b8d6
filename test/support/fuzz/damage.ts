import type { Chance } from '../harness/chance.ts';
import { deep } from './nasty.ts';

/** A request as it goes out. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

type Damage = (body: Buffer, chance: Chance) => Buffer;

const BODIES: readonly Damage[] = [
  (body, chance) => body.subarray(0, chance.below(body.length)),
  (body) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]),
  (body) => Buffer.from(body.toString(), 'utf16le'),
  (body, chance) => flip(body, chance),
  (body) => Buffer.from(`{"a":1,"a":2,${body.subarray(1).toString()}`),
  (body) => Buffer.from(body.toString().replace(/:(\d|")/, ':1e400,"x":$1')),
  () => Buffer.from(JSON.stringify(deep(200))),
  () => Buffer.from('['.repeat(5_000)),
  () => Buffer.alloc(0),
  (body) => Buffer.concat([body, body]),
  (_body, chance) => Buffer.alloc(chance.pick([11 << 20, 2 << 20]), ' '),
];

const HEADERS: readonly Readonly<Record<string, string>>[] = [
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/xml' },
  { 'content-encoding': 'gzip' },
  { 'accept-language': 'en;q=zzz, *' },
  { 'idempotency-key': 'x'.repeat(300) },
  { 'idempotency-key': 'fuzz' },
  { authorization: 'Bearer forged' },
  { authorization: 'Basic ' },
  { 'x-forwarded-for': '1.2.3.4, "><script>' },
  { 'x-long': 'a'.repeat(20_000) },
];

/** Breaks a request in a way that no schema describes. */
export function damage(request: RawRequest, chance: Chance): RawRequest {
  const roll = chance.below(10);
  if (roll < 5 && request.body !== undefined && request.body.length > 0)
    return { ...request, body: chance.pick(BODIES)(request.body, chance) };
  if (roll < 8) return { ...request, headers: { ...request.headers, ...chance.pick(HEADERS) } };
  if (roll < 9) return { ...request, method: chance.pick(['PUT', 'DELETE', 'PATCH', 'OPTIONS']) };
  return {
    ...request,
    path: request.path + chance.pick(['%00', '/..%2f', '%zz', '?validateOnly=maybe', '?a=b&a=c', '/'.repeat(50)]),
  };
}

/** One byte becomes another, somewhere. */
function flip(body: Buffer, chance: Chance): Buffer {
  const copy = Buffer.from(body);
  copy[chance.below(copy.length)] = chance.below(256);
  return copy;
}
