import { answerTo, unanswered, usableForMs, type CallDeadline, type LoginAnswer, type PartnerClient } from '#protocols';
import type { Line } from './line.ts';
import type { Entry, WrapperRoute } from './route.ts';
import { readToken } from './token.read.ts';
import { readWrapped } from './wrapper.read.ts';

const FORM = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' } as const;
/** What stands for a session where none is needed: whoever keeps sessions has one to keep. */
const NO_SESSION = 'none';
/** How long before its end a token is replaced. */
const TOKEN_MARGIN_MS = 60_000;
const BEARER = /^Bearer [\x21-\x7e]+$/;

/** The lines of a wrapper; `token` where a token has to be fetched, often from another host. */
export interface WrapperLines {
  readonly service: Line;
  readonly token: Line | undefined;
}

/** Speaks to the province's own service. It shows no dossier, so that there is nothing to look up. */
export function wrapperClient({ paths, headers, entry }: WrapperRoute, lines: WrapperLines): PartnerClient {
  return {
    login: (deadline) => logIn(entry, lines.token, deadline),
    push: async ({ kind, items }, session, deadline) => {
      const authorization = authorizationOf(entry, session);
      if (authorization === undefined) return unanswered('session', true, 'national.session');
      const post = { path: paths[kind], headers: { ...headers, ...authorization }, body: JSON.stringify(items) };
      const ours = items.map((item) => String(item['MaHoSo']));
      return answerTo(await lines.service.post(post, deadline), (reply) => readWrapped({ service: kind, ours }, reply)).answer;
    },
    close: async () => {
      await Promise.all([lines.service.close(), lines.token?.close()]);
    },
  };
}

/** The header that opens the wrapper. Undefined: the session is not one of its own, as after a change of transport, and stays here. */
function authorizationOf(entry: Entry, session: string): Readonly<Record<string, string>> | undefined {
  switch (entry.kind) {
    case 'open':
      return {};
    case 'fixed':
      return { authorization: entry.authorization };
    case 'token':
      return BEARER.test(session) ? { authorization: session } : undefined;
  }
}

/** Fetches a token; where none is needed nothing is called, and whether we are let in shows with the first call. */
async function logIn(entry: Entry, line: Line | undefined, deadline: CallDeadline): Promise<LoginAnswer> {
  if (entry.kind !== 'token' || line === undefined)
    return { ...unanswered('delivered', true, 'national.no-login'), session: NO_SESSION, usableForMs: undefined };
  const { path, authorization } = entry;
  const outcome = await line.post({ path, headers: { ...FORM, authorization }, body: 'grant_type=client_credentials' }, deadline);
  const { answer, reading } = answerTo(outcome, readToken);
  const withoutBody = { ...answer, body: undefined };
  if (answer.verdict !== 'delivered') return { ...withoutBody, session: undefined, usableForMs: undefined };
  return { ...withoutBody, session: reading?.session, usableForMs: usableForMs(reading?.lifetimeMs, TOKEN_MARGIN_MS) };
}
