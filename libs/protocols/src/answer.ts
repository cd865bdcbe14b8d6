import type { Exchanged, Reply } from '#runtime';
import type { Answer, Verdict } from './partner-client.ts';

/** What a reply means. */
export interface Reading {
  readonly verdict: Verdict;
  readonly cause: string;
  readonly withoutEffect: boolean;
  /** The partner's own code, as text. */
  readonly code: string | undefined;
  readonly retryAfterMs: number | undefined;
}

const MAX_KEPT_BYTES = 65_536;

/** The port's answer for what became of a request; the reading only where there was a reply to read. */
export function answerTo<R extends Reading>(
  exchanged: Exchanged,
  read: (reply: Reply) => R,
): { readonly answer: Answer; readonly reading?: R } {
  switch (exchanged.kind) {
    case 'expired':
      return { answer: unanswered('expired', true, 'transport.expired') };
    case 'unreachable':
      return { answer: unanswered('deferred', true, 'transport.unreachable') };
    case 'lost':
      return { answer: { ...unanswered('unknown', false, `transport.${exchanged.why}`), sentAt: exchanged.sentAt } };
    case 'answered': {
      const reading = read(exchanged.reply);
      return { answer: answered(exchanged, reading), reading };
    }
  }
}

/** An answer that no partner gave. */
export function unanswered(verdict: Verdict, withoutEffect: boolean, cause: string): Answer {
  const nothing = {
    http: undefined,
    code: undefined,
    body: undefined,
    retryAfterMs: undefined,
    sentAt: undefined,
    answeredAt: undefined,
  };
  return { verdict, withoutEffect, cause, ...nothing };
}

function answered({ reply, sentAt, answeredAt }: Extract<Exchanged, { kind: 'answered' }>, reading: Reading): Answer {
  const { verdict, withoutEffect, cause, code, retryAfterMs } = reading;
  const body = Buffer.from(reply.body).subarray(0, MAX_KEPT_BYTES).toString();
  return { verdict, withoutEffect, cause, code, retryAfterMs, http: reply.http, body, sentAt, answeredAt };
}
