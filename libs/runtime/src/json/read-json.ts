import { isUtf8 } from 'node:buffer';
import { hasFaultBeyondSyntax } from './scan.ts';

/** What the bytes of a body say; `invalid` for everything that is not one unambiguous JSON text in UTF-8. */
type ReadJson = { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'invalid' };

const INVALID: ReadJson = { kind: 'invalid' };
const BYTE_ORDER_MARK = '\ufeff';

/** Reads a body: UTF-8 without byte order mark, one JSON value, no name twice in an object, at most 32 levels, no number beyond a double. */
export function readJson(raw: Buffer): ReadJson {
  if (!isUtf8(raw)) return INVALID;
  const text = raw.toString('utf8');
  if (text.startsWith(BYTE_ORDER_MARK)) return INVALID;
  try {
    return hasFaultBeyondSyntax(text) ? INVALID : { kind: 'json', value: JSON.parse(text) as unknown };
  } catch {
    return INVALID;
  }
}
