import type { ClaimedLane } from '#ledger';
import type { Answer } from '#protocols';
import { faultPoint } from '#runtime';
import { begin, type BegunCall } from './calls.ts';
import type { Draft } from './draft.ts';
import { traceOfCall } from './trace.ts';
import type { Road } from '../road.ts';
import type { HeldSession } from '../session/session-keeper.ts';

/** What one lane puts into a call. `mostTogether`: dossiers that may share it. */
export interface Part {
  readonly road: Road;
  readonly lane: ClaimedLane;
  readonly draft: Draft;
  readonly wokenBy: string;
  readonly mostTogether: number;
}

/** What became of the call as far as a lane is concerned. `together`: how many dossiers went in it. */
export type Sent =
  | { readonly kind: 'no-session' }
  /** It did not go along: the lane was lost, or one of its items was replaced. */
  | { readonly kind: 'left-behind'; readonly begun: BegunCall }
  | {
      readonly kind: 'answered';
      readonly answer: Answer;
      readonly begun: BegunCall;
      readonly session: HeldSession;
      readonly together: number;
    };

interface Waiting {
  readonly part: Part;
  readonly resolve: (sent: Sent) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Sends what lanes want to send: alone, or where the destination takes several dossiers in one call, with others of the same kind
 * that are ready at the same moment. Nobody waits for company.
 */
export class Parcels {
  private readonly gathering = new Map<string, Waiting[]>();

  send(part: Part): Promise<Sent> {
    return new Promise((resolve, reject) => {
      const waiting = { part, resolve, reject };
      if (part.mostTogether === 1) this.dispatch([waiting]);
      else this.gather(waiting);
    });
  }

  private gather(waiting: Waiting): void {
    const { draft, mostTogether } = waiting.part;
    const key = `${draft.kind}|${String(mostTogether)}`;
    const others = this.gathering.get(key);
    if (others === undefined || !goBySame(others, waiting)) {
      if (others !== undefined) this.leave(key, others);
      const gathered = [waiting];
      this.gathering.set(key, gathered);
      setImmediate(() => {
        this.leave(key, gathered);
      });
      return;
    }
    others.push(waiting);
    if (others.length >= mostTogether) this.leave(key, others);
  }

  private leave(key: string, gathered: Waiting[]): void {
    if (this.gathering.get(key) !== gathered) return;
    this.gathering.delete(key);
    this.dispatch(gathered);
  }

  private dispatch(all: readonly Waiting[]): void {
    this.exchange(all.map(({ part }) => part)).then(
      (sent) => {
        all.forEach(({ resolve }, index) => {
          resolve(sent[index] ?? { kind: 'no-session' });
        });
      },
      (error: unknown) => {
        all.forEach(({ reject }) => {
          reject(error);
        });
      },
    );
  }

  private async exchange(parts: readonly Part[]): Promise<Sent[]> {
    const [first] = parts;
    if (first === undefined) return [];
    const { road } = first;
    const session = await road.sessions.get();
    if (session === undefined) return parts.map(() => ({ kind: 'no-session' }));
    const { begun, may } = await begin(callOf(first, parts), road);
    const going = parts.filter((_, index) => may[index]);
    const leftBehind = { kind: 'left-behind', begun } as const;
    if (going.length === 0) return parts.map(() => leftBehind);
    const items = going.flatMap(({ draft }) => (draft.again === undefined ? draft.items.map(({ wire }) => wire) : [draft.again]));
    const answer = await road.client.push({ kind: first.draft.kind, items }, session.session, begun.deadline);
    faultPoint('relay.answered');
    const answered = { kind: 'answered', answer, begun, session, together: going.length } as const;
    return parts.map((_, index) => (may[index] === true ? answered : leftBehind));
  }
}

/** Whether a part was drafted under the same settings as those that wait: a call goes by one lot of them. */
function goBySame([other]: readonly Waiting[], { part }: Waiting): boolean {
  return other?.part.road.destination === part.road.destination;
}

function callOf({ draft, wokenBy }: Part, parts: readonly Part[]): Parameters<typeof begin>[0] {
  return {
    ...{ service: draft.kind, wokenBy, codesVersion: draft.codesVersion },
    trace: traceOfCall(parts),
    parts: parts.map(({ lane, draft: { possiblyTwice, superseded, items } }) => ({
      ...{ lane, epoch: lane.epoch, possiblyTwice, superseded, items },
    })),
  };
}
