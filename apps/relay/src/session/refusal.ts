import type { ClaimedLane } from '#ledger';
import type { Answer } from '#protocols';
import type { Asking } from '../look-up/confirm-absence.ts';
import type { Finding } from './judge-probe.ts';
import type { Road } from '../road.ts';

/**
 * What a refused session or a forbidden call leads to.
 * - `renew` with a new session · `later` nothing is known yet · `content` only this dossier is refused · `stopped` the destination is
 */
export type Refusal = 'renew' | 'later' | 'content' | 'stopped';

/** Cause of a lane that is refused although its destination answers: most likely a firewall in front of it. */
export const FORBIDDEN_CONTENT = 'forbidden.content';

const MARK = '|session ';

/** The cause that a lane keeps: with which session it was refused, so that its next holder knows whether a new one helped. */
export function refusedCause(cause: string, session: number): string {
  return `${cause}${MARK}${String(session)}`;
}

/** A cause that keeps, beside something new, with which session the lane was refused: a look-up in between proves nothing. */
export function rememberRefusal(lane: Pick<ClaimedLane, 'cause'>, cause: string): string {
  const before = sessionOf(lane);
  return before === undefined ? cause : refusedCause(cause, before);
}

/** How a lane goes on after a look-up: with a clean sheet, unless it was refused and what is to be sent still is. */
export function afterLookUp(
  { cause, failures, pending }: Pick<ClaimedLane, 'cause' | 'failures' | 'pending'>,
  arrived: number,
): { failures: number; cause: string | undefined } {
  const isStillRefused = sessionOf({ cause }) !== undefined && arrived === 0 && pending.length > 0;
  return isStillRefused ? { failures, cause } : { failures: 0, cause: undefined };
}

/** Whether the lane was refused with an older session before: a new one did not help. */
export function isRenewed(lane: Pick<ClaimedLane, 'cause'>, session: number): boolean {
  const before = sessionOf(lane);
  return before !== undefined && before < session;
}

function sessionOf({ cause }: Pick<ClaimedLane, 'cause'>): number | undefined {
  const [, session] = cause?.split(MARK) ?? [];
  return session === undefined ? undefined : Number(session);
}

const UNAUTHORISED = 401;

/**
 * What is to be made of a refusal that outlived a new session, given what a probe found. Only HTTP 401 or 403 can be about the
 * dossier: an envelope that speaks of the session, by whatever HTTP status it comes, is the destination's own word on it, and sessions
 * may end again and again.
 */
export function judgeRefusal({ verdict, http, code }: Pick<Answer, 'verdict' | 'http' | 'code'>, finding: Finding): Refusal {
  if (finding === 'refuses-us') return 'stopped';
  const mayBeContent = verdict === 'forbidden' || (http === UNAUTHORISED && code === undefined);
  return finding === 'answers' && mayBeContent ? 'content' : 'later';
}

/** Renews the session once; if that did not help, a probe tells whether the destination refuses us or this dossier. Undefined: no refusal. */
export async function faceRefusal(
  lane: ClaimedLane,
  answer: Answer,
  { session, deadline }: Asking,
  { sessions, breaker }: Road,
): Promise<Refusal | undefined> {
  if (answer.verdict !== 'session' && answer.verdict !== 'forbidden') return undefined;
  if (isRenewed(lane, session.number)) {
    return judgeRefusal(answer, await breaker.examine(lane.dossierCode, deadline));
  }
  sessions.refused(session.number);
  return 'renew';
}
