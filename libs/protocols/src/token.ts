import { codeText } from './envelope.ts';

type Envelope = Readonly<Record<string, unknown>> | undefined;

/** What may stand behind `Bearer`. Source: RFC 6750 §2.1. */
const TOKEN = /^[\w.~+/-]{1,8192}=*$/;

/** The bearer token in the answer of an authorisation server; undefined where there is none that could be used. Source: RFC 6749 §5.1. */
export function tokenIn(envelope: Envelope): string | undefined {
  const { access_token: token, token_type: type = 'Bearer' } = envelope ?? {};
  const isBearer = typeof type === 'string' && type.toLowerCase() === 'bearer';
  return isBearer && typeof token === 'string' && TOKEN.test(token) ? token : undefined;
}

/** How long it lives by the server's word. Nothing that is no positive number counts: a token that is said to be over is tried all the same. */
export function lifetimeOf(envelope: Envelope): number | undefined {
  const seconds = Number(codeText(envelope?.['expires_in']) ?? NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : undefined;
}

/** A token is replaced that much before its end, but a short-lived one is used for half of its life at least. Milliseconds. */
export function usableForMs(lifetimeMs: number | undefined, marginMs: number): number | undefined {
  return lifetimeMs === undefined ? undefined : Math.max(lifetimeMs - marginMs, lifetimeMs / 2);
}
