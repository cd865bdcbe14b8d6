import type { Reply } from './exchange.ts';

const MAX_RETRY_AFTER_MS = 3_600_000;

/** The wait that an answer asks for, at most one hour. A date is taken against the answer's own `Date`, not against our clock. */
export function retryAfterMs({ retryAfter, date }: Pick<Reply, 'retryAfter' | 'date'>): number | undefined {
  const text = retryAfter?.trim() ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(httpDate(text)) - Date.parse(httpDate(date ?? ''));
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS);
}

function httpDate(text: string): string {
  return text.endsWith('GMT') ? text : '';
}
