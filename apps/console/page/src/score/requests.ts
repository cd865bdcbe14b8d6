import type * as Answers from '../../../contract/score.ts';
import { call, queryOf } from '../api/call.ts';

/** Which of the dossiers of a period. */
export interface LossFilter {
  readonly unit: string | undefined;
  readonly figure: string | undefined;
}

export const scoreRequests = {
  periods: () => call<Answers.ScorePeriods>('GET', '/api/score/periods'),
  score: (period: string) => call<Answers.Score>('GET', `/api/score${queryOf({ period })}`),
  losses: (period: string, filter: LossFilter, after?: string) =>
    call<Answers.ScoreLosses>('GET', `/api/score/dossiers${queryOf({ period, ...filter, after })}`),
  compute: (period: string, reason: string) => call<Answers.ScoreOrder>('POST', '/api/score/compute', { period, reason }),
};

/** Where a file with the same is. */
export function figuresFile(period: string): string {
  return `/api/score/figures.csv${queryOf({ period })}`;
}

export function lossesFile(period: string, filter: LossFilter): string {
  return `/api/score/dossiers.csv${queryOf({ period, ...filter })}`;
}
