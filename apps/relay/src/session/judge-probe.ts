import type { Verdict } from '#protocols';

/** What a probe says of a destination: it `answers`, it `refuses-us`, or neither can be told now. */
export type Finding = 'answers' | 'refuses-us' | 'unclear';

/** What is known of an exchange of a probe. */
export interface ProbeAnswer {
  readonly verdict: Verdict;
  readonly cause: string;
}

/** Judges what was answered to the call of another dossier: who refuses that one for its content lets us in. */
export function judgeWitness(answer: ProbeAnswer): { finding: Finding; cause: string } {
  return answer.verdict === 'refused' ? { finding: 'answers', cause: answer.cause } : judgeProbe(answer);
}

/**
 * Judges the answer to a probe: a login that failed, or a look-up under a session that was obtained for it. One that only got
 * lost, or that was asked to come later, says nothing of our rights.
 */
export function judgeProbe({ verdict, cause }: ProbeAnswer): { finding: Finding; cause: string } {
  switch (verdict) {
    case 'delivered':
    case 'exists':
    case 'not-found':
      return { finding: 'answers', cause };
    case 'refused':
    case 'session':
    case 'forbidden':
      return { finding: 'refuses-us', cause };
    case 'deferred':
    case 'unknown':
    case 'expired':
      return { finding: 'unclear', cause };
  }
}
