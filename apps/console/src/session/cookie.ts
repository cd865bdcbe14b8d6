/** The cookie that holds the token of a session. */
export const COOKIE = 'gateway_operator';

const TOKEN = /^[\w-]{43}$/;

/** The token that a request comes with; undefined where there is none that could be ours. */
export function tokenIn(cookies: string | undefined): string | undefined {
  for (const pair of (cookies ?? '').split(';')) {
    const [name, value = ''] = pair.trim().split('=', 2);
    if (name === COOKIE && TOKEN.test(value)) return value;
  }
  return undefined;
}

/** How a cookie is handed out: no script sees it, no other site sends it along. */
export interface CookieOrder {
  readonly token: string;
  readonly maxAgeSeconds: number;
  /** The request came by TLS: it is sent by nothing else again. */
  readonly isSecure: boolean;
}

/** The header that hands a token out; with an age of 0 it takes it back. */
export function cookieOf({ token, maxAgeSeconds, isSecure }: CookieOrder): string {
  const parts = [`${COOKIE}=${token}`, 'Path=/', 'HttpOnly', 'SameSite=Strict', `Max-Age=${String(maxAgeSeconds)}`];
  return [...parts, ...(isSecure ? ['Secure'] : [])].join('; ');
}
