import type * as Answers from '../../../contract/reconciliation.ts';
import type { Owner } from '../../../contract/answers.ts';
import { call, queryOf } from '../api/call.ts';

const ROOM = '/api/reconciliation';

/** Which differences are listed. */
export interface DiscrepancyFilter {
  readonly state: 'open' | 'cleared' | 'all';
  readonly tier?: Answers.Tier | undefined;
  readonly kind?: Answers.DiscrepancyKind | undefined;
  readonly owner?: Owner | undefined;
  readonly unit?: string | undefined;
  readonly day?: string | undefined;
  readonly dossierCode?: string | undefined;
}

export const reconciliationRequests = {
  known: () => call<Answers.Known>('GET', `${ROOM}/known`),
  runs: () => call<Answers.Runs>('GET', `${ROOM}/runs`),
  schedule: () => call<Answers.Schedule>('GET', `${ROOM}/schedule`),
  order: (run: Answers.NewRun) => call<Answers.Run>('POST', `${ROOM}/runs`, run),
  cancel: (id: string, reason: string) => call<Answers.Run>('POST', `${ROOM}/runs/${encodeURIComponent(id)}/cancel`, { reason }),
  manifests: () => call<Answers.ReceivedManifests>('GET', `${ROOM}/manifests`),
  heat: (days: { readonly from: string; readonly to: string; readonly tier: Answers.Tier | undefined }) =>
    call<Answers.HeatMap>('GET', `${ROOM}/heat${queryOf(days)}`),
  discrepancies: (filter: DiscrepancyFilter, after?: string) =>
    call<Answers.Discrepancies>('GET', `${ROOM}/discrepancies${queryOf({ ...filter, after, limit: 50 })}`),
  verified: (code: string) => call<Answers.Verified>('GET', `${ROOM}/dossiers/${encodeURIComponent(code)}`),
};

/** Where the list is as a table for a spreadsheet, by the same filters. */
export function discrepancyCsvPath(filter: DiscrepancyFilter): string {
  return `${ROOM}/discrepancies.csv${queryOf({ ...filter })}`;
}

/** Names of what is kept of the answers. */
export const reconciliationKeys = {
  all: ['reconciliation'] as const,
  known: ['reconciliation', 'known'] as const,
  runs: ['reconciliation', 'runs'] as const,
  schedule: ['reconciliation', 'schedule'] as const,
  manifests: ['reconciliation', 'manifests'] as const,
  heat: (days: object) => ['reconciliation', 'heat', days] as const,
  discrepancies: (filter: DiscrepancyFilter) => ['reconciliation', 'discrepancies', filter] as const,
  verified: (code: string) => ['reconciliation', 'verified', code] as const,
};
