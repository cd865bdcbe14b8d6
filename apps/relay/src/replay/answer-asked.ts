import { ABSENT, type ReplayMode, type Asked, type ItemResult, type Settled, type Settlement } from '#ledger';
import { moveOnly, settle } from '../deliver/calls.ts';
import type { Turn } from '../deliver/turn.ts';
import { unseen, verified } from '../reconcile/verified.ts';
import type { Compared } from './compared.ts';
import { isLoss } from './difference.ts';
import { forecastOrFail } from './forecast.ts';

/** The memory came back from a backup, and the destination shows nothing: what it has may be newer. */
const UNSURE = 'restored.unsure';

/** Answers for a destination that shows nothing: what it lost, if anything, nobody can see. */
export async function answerUnseen(turn: Turn): Promise<Settled> {
  const { lane, road } = turn;
  const { asked, unsure, acked } = lane;
  // The destination said itself that it has lost the dossier.
  if (asked?.mode === 'renew') return answerWithout(turn, { difference: { kind: 'absent' }, call: undefined });
  if (asked?.mode === 'reassert' && acked !== undefined && unsure?.wasInShadow === false) {
    const history = await road.ledger.lanes.history(lane);
    const isOlder = history.some(({ seq, acceptedAt }) => seq === acked.seq && acceptedAt <= unsure.moment);
    if (isOlder) return answerBehind(turn, asked, { cause: UNSURE, call: undefined });
  }
  return answerWithout(turn, { difference: { kind: 'unseen' }, call: undefined });
}

/** Answers for a destination that has, or may have, something newer than what we know: nothing older goes over it. */
export function answerBehind(
  { lane, road }: Turn,
  { job, mode }: Asked,
  { cause, call }: Pick<Compared, 'call'> & { cause: string },
): Promise<Settled> {
  if (mode === 'verify') return settle(unseen({ lane, job, call }), road);
  return settle(moveOnly(lane, { kind: 'go-on' }, { ...(call && { call }), answered: { job, failed: cause } }), road);
}

/** Answers for a destination that does not have the dossier. */
export function answerAbsent(turn: Turn, call: Settlement['call']): Promise<Settled> {
  return answerWithout(turn, { difference: { kind: 'absent' }, call });
}

async function answerWithout({ lane, road }: Turn, seen: Pick<Compared, 'difference' | 'call'>): Promise<Settled> {
  const { asked } = lane;
  if (asked === undefined) throw new Error('a lane was compared of which nobody asks anything');
  const history = asked.isDry ? await road.ledger.lanes.history(lane, { versionsToo: true }) : [];
  return answer({ lane, asked, history, ...seen }, road);
}

/** Answers the job: tells what would be sent, or lets it be sent. What was taken a moment ago may not be shown yet: then it is asked again. */
export async function answer(compared: Compared, road: Turn['road']): Promise<Settled> {
  const { lane, difference, call } = compared;
  const { settlesWithinMs, leaseMs } = road.destination;
  const isSettled =
    difference.kind !== 'present' ||
    !isLoss(difference) ||
    !(await road.ledger.lanes.wasDelivered(lane, { withinMs: settlesWithinMs, callMs: leaseMs }));
  if (!isSettled) {
    const more = { ...(call && { call }), cause: 'lookup.settling' };
    return settle(moveOnly(lane, { kind: 'later', state: 'verifying', waitMs: settlesWithinMs }, more), road);
  }
  const { mode } = compared.asked;
  if (mode === 'verify') return settle(await verified(compared, road), road);
  return settle(compared.asked.isDry && mode !== 'renew' ? told(compared, mode, road) : mended(compared), road);
}

/** Nothing of the lane changes. */
function told({ lane, asked, call, ...rest }: Compared, mode: ReplayMode, road: Turn['road']): Settlement {
  const forecast = forecastOrFail({ lane, mode, ...rest }, road);
  const hasMore = lane.pending.length > 0;
  return moveOnly(
    lane,
    { kind: 'go-on' },
    { call, answered: { job: asked.job, ...forecast }, ...(hasMore ? {} : { failures: 0, cause: undefined }) },
  );
}

/** What the destination lost waits again, and what it has is taken for delivered. */
function mended({ lane, asked, difference, call }: Compared): Settlement {
  const common = { call, answered: { job: asked.job }, failures: 0, cause: undefined };
  const wantsRecord = asked.mode === 'reassert';
  if (difference.kind === 'absent') {
    // What it never had it has not lost.
    const lost = lane.present ? { newEpoch: { adopt: false } } : { present: false, cause: ABSENT };
    return moveOnly(lane, { kind: 'go-on' }, { ...common, ...lost });
  }
  if (difference.kind === 'unseen')
    return moveOnly(lane, { kind: 'go-on' }, { ...common, ...(wantsRecord && { reassert: true }) });
  const { lost, arrived, isOther } = difference;
  return moveOnly(
    lane,
    { kind: 'go-on' },
    {
      ...common,
      present: true,
      items: arrived.map(found),
      ...((wantsRecord || isOther || lost.length > 0) && { reassert: true }),
      ...(lost.length > 0 && { newEpoch: { adopt: false, lost } }),
    },
  );
}

function found(seq: number): ItemResult {
  return { seq, outcome: 'delivered', cause: 'lookup.found', state: 'delivered', doubt: false, possiblyTwice: false };
}
