/**
 * The connected half of the dialect: one bounded pool to one configured host, one request per call, answers judged by the
 * outcome table. Only the relay imports it. Nothing of a request or an answer is logged here: they hold personal data.
 */
import { answerTo, type CallDeadline, type PartnerClient } from '#protocols';
import { exchange, poolOptions, type Exchanged } from '#runtime';
import { Pool } from 'undici';
import { readAnswer } from './answer.read.ts';
import { readLookup } from './lookup.read.ts';
import { loginBody, lookupBody, pushBody } from './request.write.ts';
import type { DvcqgSettings } from './settings.ts';

/** Connects to a national portal; connections come up with the first call. */
export function dvcqgClient(settings: DvcqgSettings): Required<PartnerClient> {
  const base = new URL(settings.baseUrl);
  const pool = new Pool(base.origin, poolOptions(settings));
  const headers = { accept: 'application/json', 'content-type': 'application/json', ...addressed(settings) };
  const post = (path: string, body: string, deadline: CallDeadline): Promise<Exchanged> =>
    exchange(pool, { path: `${base.pathname.replace(/\/$/, '')}${path}`, headers, body }, deadline);
  const service = (body: string, deadline: CallDeadline): Promise<Exchanged> => post(settings.integrationPath, body, deadline);
  return {
    login: async (deadline) => {
      const outcome = await post(settings.loginPath, loginBody(settings), deadline);
      const { answer, reading } = answerTo(outcome, (reply) => readAnswer('login', reply, []));
      // The body of a login is the session itself: it goes no further.
      return {
        ...answer,
        body: undefined,
        session: answer.verdict === 'delivered' ? reading?.session : undefined,
        usableForMs: undefined,
      };
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

function addressed({ dstcode }: DvcqgSettings): Record<string, string> {
  return dstcode === undefined ? {} : { dstcode };
}
