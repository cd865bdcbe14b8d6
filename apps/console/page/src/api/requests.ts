import type * as Answers from '../../../contract/answers.ts';
import { call, queryOf } from './call.ts';

const part = encodeURIComponent;

export interface IncidentFilter {
  readonly state: 'open' | 'cleared' | 'all';
  readonly owner: Answers.Owner | undefined;
  readonly destination: string | undefined;
}

/** Every request that the page makes, each with the shape of its answer. */
export const requests = {
  session: () => call<Answers.Session>('GET', '/api/session'),
  logIn: (username: string, password: string) => call<Answers.Session>('POST', '/api/session', { username, password }),
  logOut: () => call<undefined>('DELETE', '/api/session'),

  destinations: () => call<Answers.Destinations>('GET', '/api/destinations'),
  pause: (id: string, reason: string) => call<Answers.Destination>('POST', `/api/destinations/${part(id)}/pause`, { reason }),
  resume: (id: string, reason: string) => call<Answers.Destination>('POST', `/api/destinations/${part(id)}/resume`, { reason }),

  incidents: (filter: IncidentFilter, after?: string) =>
    call<Answers.Incidents>('GET', `/api/incidents${queryOf({ ...filter, after })}`),
  incident: (id: string) => call<Answers.Incident>('GET', `/api/incidents/${part(id)}`),
  incidentDossiers: (id: string, after?: string) =>
    call<Answers.Portion<Answers.IncidentDossier>>('GET', `/api/incidents/${part(id)}/dossiers${queryOf({ after })}`),

  findDossiers: (q: string) => call<{ readonly items: readonly Answers.DossierHead[] }>('GET', `/api/dossiers${queryOf({ q })}`),
  dossier: (code: string) => call<Answers.DossierStory>('GET', `/api/dossiers/${part(code)}`),
  reveal: (code: string, reason: string) => call<Answers.Revealed>('POST', `/api/dossiers/${part(code)}/reveal`, { reason }),
  cancelItem: (code: string, destination: string, wanted: { readonly seq: number; readonly reason: string }) =>
    call<Answers.DossierStory>('POST', `/api/dossiers/${part(code)}/destinations/${part(destination)}/cancel`, wanted),

  codeTable: (partner: string, table: string) =>
    call<Answers.CodeTable>('GET', `/api/code-tables/${part(partner)}/${part(table)}`),
  mapCode: (partner: string, table: string, code: Answers.NewCode) =>
    call<Answers.Mapped>('POST', `/api/code-tables/${part(partner)}/${part(table)}`, code),
  addProcedure: (procedure: Answers.NewProcedure) => call<Answers.Mapped>('POST', '/api/procedures', procedure),

  audit: (subject: string, after?: string) =>
    call<Answers.Portion<Answers.AuditLine>>('GET', `/api/audit${queryOf({ subject, after })}`),
  operators: () => call<{ readonly items: readonly Answers.OperatorLine[] }>('GET', '/api/operators'),
};
