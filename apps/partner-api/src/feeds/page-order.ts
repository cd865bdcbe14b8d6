import type { Finding } from '#ledger';
import { pointerTo } from '#runtime';

/** What part of a feed is asked for, or the parameters that are wrong. */
export type PageOrder =
  | { readonly kind: 'order'; readonly after: string | undefined; readonly limit: number }
  | { readonly kind: 'problem'; readonly findings: readonly Finding[] };

const DEFAULT_LIMIT = 100;
const MOST = 1_000;
const DIGITS = /^[1-9]\d{0,3}$/;

/** Reads the parameters of a feed. An unknown one is refused: a misspelt `after` that was ignored would begin from the beginning. */
export function readPageOrder(query: unknown): PageOrder {
  const { after, limit = String(DEFAULT_LIMIT), ...others } = (query ?? {}) as Record<string, unknown>;
  const isLimit = typeof limit === 'string' && DIGITS.test(limit) && Number(limit) <= MOST;
  const isAfter = after === undefined || typeof after === 'string';
  const wrong = [...(isAfter ? [] : ['after']), ...(isLimit ? [] : ['limit']), ...Object.keys(others)];
  if (!isLimit || !isAfter || wrong.length > 0)
    return { kind: 'problem', findings: wrong.map((name) => ({ field: pointerTo(name), code: 'query.invalid' })) };
  return { kind: 'order', after, limit: Number(limit) };
}
