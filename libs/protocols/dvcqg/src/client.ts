/**
 * The connected half of the dialect: one bounded pool to one configured host, one request per call, answers judged by the
 * outcome table. Only the relay imports it. Nothing of a request or an answer is logged here: they hold personal data.
 */
import type { Answer, CallDeadline, PartnerClient } from '#protocols';
import { Pool } from 'undici';
import { readAnswer, type Reading, type Reply } from './answer.read.ts';
import { exchange, type Outcome } from './exchange.ts';
import { readLookup } from './lookup.read.ts';
import { loginBody, lookupBody, pushBody } from './request.write.ts';
import type { DvcqgSettings } from './settings.ts';

const MAX_KEPT_BYTES = 65_536;

/** Connects to a national portal; connections come up with the first call. */
export function dvcqgClient(settings: DvcqgSettings): PartnerClient {
  const base = new URL(settings.baseUrl);
  const pool = openPool(base.origin, settings);
  const headers = { accept: 'application/json', 'content-type': 'application/json', ...addressed(settings) };
  const post = (path: string, body: string, deadline: CallDeadline): Promise<Outcome> =>
    exchange(pool, { path: `${base.pathname.replace(/\/$/, '')}${path}`, headers, body }, deadline);
  const service = (body: string, deadline: CallDeadline): Promise<Outcome> => post(settings.integrationPath, body, deadline);
  return {
    login: async (deadline) => {
      const outcome = await post(settings.loginPath, loginBody(settings), deadline);
      const { answer, reading } = answerTo(outcome, (reply) => readAnswer('login', reply, []));
      // The body of a login is the session itself: it goes no further.
      return { ...answer, body: undefined, session: answer.verdict === 'delivered' ? reading?.session : undefined };
    },
    push: async (call, session, deadline) => {
      const ours = call.items.map((item) => String(item['MaHoSo']));
      const outcome = await service(pushBody(call, session, settings.madonvi), deadline);
      return answerTo(outcome, (reply) => readAnswer(call.kind, reply, ours)).answer;
    },
    lookup: async (dossierCode, session, deadline) => {
      const outcome = await service(lookupBody(dossierCode, session, settings.madonvi), deadline);
      const { answer, reading } = answerTo(outcome, (reply) => readLookup(reply, dossierCode));
      return { ...answer, found: reading?.found };
    },
    close: () => (pool.closed ? Promise.resolve() : pool.close()),
  };
}

function openPool(origin: string, { connections, connectTimeoutMs, keepAliveMs }: DvcqgSettings): Pool {
  return new Pool(origin, {
    connections,
    pipelining: 1,
    connect: { timeout: connectTimeoutMs },
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
  });
}

function addressed({ dstcode }: DvcqgSettings): Record<string, string> {
  return dstcode === undefined ? {} : { dstcode };
}

/** The port's answer for what became of a request; the reading only where there was an answer to read. */
function answerTo<R extends Reading>(outcome: Outcome, read: (reply: Reply) => R): { answer: Answer; reading?: R } {
  switch (outcome.kind) {
    case 'expired':
      return { answer: unanswered('expired', true, 'transport.expired') };
    case 'unreachable':
      return { answer: unanswered('deferred', true, 'transport.unreachable') };
    case 'lost':
      return { answer: { ...unanswered('unknown', false, `transport.${outcome.why}`), sentAt: outcome.sentAt } };
    case 'answered': {
      const reading = read(outcome.reply);
      return { answer: answered(outcome, reading), reading };
    }
  }
}

function unanswered(verdict: Answer['verdict'], withoutEffect: boolean, cause: string): Answer {
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

function answered({ reply, sentAt, answeredAt }: Extract<Outcome, { kind: 'answered' }>, reading: Reading): Answer {
  const { verdict, withoutEffect, cause, code, retryAfterMs } = reading;
  const body = Buffer.from(reply.body).subarray(0, MAX_KEPT_BYTES).toString();
  return { verdict, withoutEffect, cause, code, retryAfterMs, http: reply.http, body, sentAt, answeredAt };
}
