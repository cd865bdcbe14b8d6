import { answerTo, type CallDeadline, type PartnerClient } from '#protocols';
import type { Exchanged } from '#runtime';
import { readAnswer } from './answer.read.ts';
import type { Line } from './line.ts';
import { readLookup } from './lookup.read.ts';
import { readProbe } from './probe.read.ts';
import {
  loginBody,
  lookupParameters,
  PUSH_SERVICES,
  pushParameters,
  SERVICE_GROUPS,
  serviceBody,
  type ServiceName,
} from './request.write.ts';
import type { EnvelopeRoute } from './route.ts';

interface Request {
  readonly service: ServiceName;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly session: string;
}

/** Speaks the classic protocol, straight to the portal or through an adapter. */
export function envelopeClient({ paths, headers, account, madonvi }: EnvelopeRoute, line: Line): Required<PartnerClient> {
  const call = ({ service, parameters, session }: Request, deadline: CallDeadline): Promise<Exchanged> => {
    const body = serviceBody(service, parameters, { session, madonvi });
    return line.post({ path: paths[SERVICE_GROUPS[service]], headers: { ...headers }, body }, deadline);
  };
  return {
    login: async (deadline) => {
      const outcome = await line.post({ path: paths.login, headers: { ...headers }, body: loginBody(account) }, deadline);
      const { answer, reading } = answerTo(outcome, (reply) => readAnswer('login', reply, []));
      // The body of a login is the session itself: it goes no further.
      const session = answer.verdict === 'delivered' ? reading?.session : undefined;
      return { ...answer, body: undefined, session, usableForMs: undefined };
    },
    push: async (push, session, deadline) => {
      const ours = push.items.map((item) => String(item['MaHoSo']));
      const outcome = await call({ service: PUSH_SERVICES[push.kind], parameters: pushParameters(push), session }, deadline);
      return answerTo(outcome, (reply) => readAnswer(push.kind, reply, ours)).answer;
    },
    lookup: async (dossierCode, session, deadline) => {
      const outcome = await call({ service: 'TraCuuHoSo', parameters: lookupParameters(dossierCode), session }, deadline);
      const { answer, reading } = answerTo(outcome, (reply) => readLookup(reply, dossierCode));
      return { ...answer, found: reading?.found };
    },
    // The shortest of the code lists that every portal has.
    probe: async (session, deadline) => {
      const outcome = await call({ service: 'LayDanhMucGioiTinh', parameters: {}, session }, deadline);
      return answerTo(outcome, (reply) => readProbe(readAnswer('list', reply, []))).answer;
    },
    close: () => line.close(),
  };
}
