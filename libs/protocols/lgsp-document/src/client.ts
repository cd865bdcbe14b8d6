/**
 * The connected half of the dialect: a token from one configured host, dossiers to another, one object per call, answers judged by
 * the outcome table. Only the relay imports it. Nothing of a request or an answer is logged here: they hold personal data.
 */
import { answerTo, usableForMs, type CallDeadline, type PartnerClient } from '#protocols';
import { exchange, poolOptions, type Exchanged, type Post } from '#runtime';
import { Pool } from 'undici';
import { readResult } from './answer.read.ts';
import { loginForm, PUSH_PATHS, TOKEN_PATH } from './request.write.ts';
import type { LgspDocumentSettings } from './settings.ts';
import { readToken } from './token.read.ts';

/** Connects to a provincial portal, which shows nothing of what it has; connections come up with the first call. */
export function lgspDocumentClient(settings: LgspDocumentSettings): PartnerClient {
  const tokens = connectTo(settings.tokenBaseUrl, settings);
  const documents = connectTo(settings.documentBaseUrl, settings);
  return {
    login: async (deadline) => {
      const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
      const exchanged = await tokens.post({ path: TOKEN_PATH, headers, body: loginForm(settings) }, deadline);
      const { answer, reading } = answerTo(exchanged, readToken);
      // The body of a login is the token itself: it goes no further.
      const withoutBody = { ...answer, body: undefined };
      if (answer.verdict !== 'delivered') return { ...withoutBody, session: undefined, usableForMs: undefined };
      return { ...withoutBody, session: reading?.token, usableForMs: usableForMs(reading?.lifetimeMs, settings.tokenMarginMs) };
    },
    push: async ({ kind, items }, token, deadline) => {
      const [item, ...others] = items;
      if (item === undefined || others.length > 0) throw new Error('this dialect takes one object per call');
      const headers = { accept: 'application/json', 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const exchanged = await documents.post({ path: PUSH_PATHS[kind], headers, body: JSON.stringify(item) }, deadline);
      return answerTo(exchanged, (reply) => readResult(kind, reply, String(item['DocCode']))).answer;
    },
    close: async () => {
      await Promise.all([tokens.close(), documents.close()]);
    },
  };
}

/** A host under its base address. */
interface Host {
  post: (post: Post, deadline: CallDeadline) => Promise<Exchanged>;
  close: () => Promise<void>;
}

function connectTo(address: string, settings: LgspDocumentSettings): Host {
  const base = new URL(address);
  const pool = new Pool(base.origin, poolOptions(settings));
  const prefix = base.pathname.replace(/\/$/, '');
  return {
    post: (post, deadline) => exchange(pool, { ...post, path: `${prefix}${post.path}` }, deadline),
    close: () => (pool.closed ? Promise.resolve() : pool.close()),
  };
}
