import { codeText, isObject, judge, readObject, type Reading } from '#protocols';
import { retryAfterMs, type Reply } from '#runtime';
import { OUTCOME_TABLE } from './outcome-table.ts';

/** What a reply to a login means; with the token and how long it lives, by the partner's word, where it gave one. */
export interface TokenReading extends Reading {
  readonly token: string | undefined;
  readonly lifetimeMs: number | undefined;
}

/** What may stand behind `Bearer`. Source: RFC 6750 §2.1. */
const TOKEN = /^[\w.~+/-]{1,8192}=*$/;

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

function tokenIn(envelope: unknown): string | undefined {
  if (!isObject(envelope)) return undefined;
  const { access_token: token, token_type: type } = envelope;
  const isBearer = type === undefined || (typeof type === 'string' && type.toLowerCase() === 'bearer');
  return isBearer && typeof token === 'string' && TOKEN.test(token) ? token : undefined;
}

/** Nothing that is no positive number counts: a token that is said to be over already is tried all the same. */
function lifetimeOf(envelope: Readonly<Record<string, unknown>> | undefined): number | undefined {
  const seconds = Number(codeText(envelope?.['expires_in']) ?? NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : undefined;
}
