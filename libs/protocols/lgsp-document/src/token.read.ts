import { codeText, judge, lifetimeOf, readObject, tokenIn, type Reading } from '#protocols';
import { retryAfterMs, type Reply } from '#runtime';
import { OUTCOME_TABLE } from './outcome-table.ts';

/** What a reply to a login means; with the token and how long it lives, by the partner's word, where it gave one. */
export interface TokenReading extends Reading {
  readonly token: string | undefined;
  readonly lifetimeMs: number | undefined;
}

/** Reads the answer of an authorisation server. Source: RFC 6749 §5. Never throws. */
export function readToken(reply: Reply): TokenReading {
  const envelope = readObject(reply.body);
  const error = codeText(envelope?.['error']);
  const token = error === undefined ? tokenIn(envelope) : undefined;
  const {
    verdict,
    cause,
    withoutEffect = false,
  } = judge(OUTCOME_TABLE, {
    ...{ service: 'login', http: reply.http, text: '', succeeded: token !== undefined },
    flaw: envelope === undefined ? 'unreadable' : error === undefined && token === undefined ? 'incomplete' : undefined,
    code: error ?? 'access_token',
  });
  return {
    ...{ verdict, cause, withoutEffect, code: error, token },
    retryAfterMs: verdict === 'deferred' ? retryAfterMs(reply) : undefined,
    lifetimeMs: lifetimeOf(envelope),
  };
}
