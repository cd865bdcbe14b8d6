import type * as Answers from '../../../contract/catalogue.ts';
import { call, queryOf } from '../api/call.ts';

const at = (id: string): string => `/api/catalogue/syncs/${encodeURIComponent(id)}`;

export type Decision = 'activate' | 'reject';

export const catalogueRequests = {
  procedures: (search: string, after?: string) =>
    call<Answers.CatalogueProcedures>('GET', `/api/catalogue/procedures${queryOf({ search, after })}`),
  syncs: () => call<Answers.CatalogueSyncs>('GET', '/api/catalogue/syncs'),
  order: (reason: string) => call<Answers.CatalogueSync>('POST', '/api/catalogue/syncs', { reason }),
  changes: (sync: string | undefined, after?: string) =>
    call<Answers.CatalogueChanges>('GET', `/api/catalogue/changes${queryOf({ sync, after })}`),
  differences: (sync: string, after?: string) =>
    call<Answers.CatalogueDifferences>('GET', `${at(sync)}/differences${queryOf({ after })}`),
  decide: (decision: Decision, ids: readonly number[], reason: string) =>
    call<{ readonly changes: number }>('POST', `/api/catalogue/changes/${decision}`, { ids, reason }),
  adoptLevels: (sync: string, reason: string) => call<{ readonly changes: number }>('POST', `${at(sync)}/levels`, { reason }),
  rollBack: (sync: string, reason: string) => call<{ readonly changes: number }>('POST', `${at(sync)}/roll-back`, { reason }),
};
