import { unanswered, type Answer, type CallDeadline, type PartnerClient } from '#protocols';
import { notDuringMaintenance, type Maintenance } from './maintenance.ts';
import type { Budget } from './budget.ts';

/** What a call passes before it leaves. */
export interface Guards {
  readonly maintenance: Pick<Maintenance, 'isOn'>;
  readonly budget: Pick<Budget, 'pass'>;
}

/** A client through which nothing leaves that the policies of its destination forbid, whoever asks for what. */
export function guardClient(client: PartnerClient, guards: Guards): PartnerClient {
  const { lookup } = client;
  const probe = client.probe?.bind(client);
  const guarded = async <A extends Answer>(
    deadline: CallDeadline,
    call: () => Promise<A>,
    unsent: (answer: Answer) => A,
  ): Promise<A> => {
    const hindrance = await hindranceOf(deadline, guards);
    return hindrance === undefined ? call() : unsent(hindrance);
  };
  return {
    login: (deadline) =>
      guarded(
        deadline,
        () => client.login(deadline),
        (answer) => ({ ...answer, session: undefined, usableForMs: undefined }),
      ),
    push: (call, session, deadline) => guarded(deadline, () => client.push(call, session, deadline), asItIs),
    ...(lookup && {
      lookup: (code, session, deadline) =>
        guarded(
          deadline,
          () => lookup(code, session, deadline),
          (answer) => ({ ...answer, found: undefined }),
        ),
    }),
    ...(probe && { probe: (session, deadline) => guarded(deadline, () => probe(session, deadline), asItIs) }),
    close: () => client.close(),
  };
}

/** Why a call may not be made; undefined: it may. */
async function hindranceOf(deadline: CallDeadline, { maintenance, budget }: Guards): Promise<Answer | undefined> {
  const isMaintained = (): boolean => maintenance.isOn;
  if (isMaintained()) return notDuringMaintenance();
  if (!(await budget.pass(deadline))) return unanswered('expired', true, 'transport.expired');
  // It may have begun while the call waited.
  return isMaintained() ? notDuringMaintenance() : undefined;
}

function asItIs(answer: Answer): Answer {
  return answer;
}
