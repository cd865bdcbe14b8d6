import type { IncidentFilter } from './requests.ts';

/** Names of what is kept of the server's answers; the live stream renews by them. */
export const keys = {
  session: ['session'] as const,
  destinations: ['destinations'] as const,
  incidents: ['incidents'] as const,
  incidentList: (filter: IncidentFilter) => ['incidents', 'list', filter] as const,
  openIncidents: ['incidents', 'open'] as const,
  incident: (id: string) => ['incidents', 'one', id] as const,
  incidentDossiers: (id: string) => ['incidents', 'dossiers', id] as const,
  found: (q: string) => ['found', q] as const,
  dossiers: ['dossier'] as const,
  dossier: (code: string) => ['dossier', code] as const,
  codeTable: (partner: string, table: string) => ['code-table', partner, table] as const,
  replays: ['replays'] as const,
  replay: (id: string) => ['replays', 'one', id] as const,
  replayItems: (id: string) => ['replays', 'items', id] as const,
  catalogue: ['catalogue'] as const,
  catalogueProcedures: (search: string) => ['catalogue', 'procedures', search] as const,
  catalogueSyncs: ['catalogue', 'syncs'] as const,
  catalogueChanges: (sync: string | undefined) => ['catalogue', 'changes', sync] as const,
  catalogueDifferences: (sync: string) => ['catalogue', 'differences', sync] as const,
  audit: (subject: string) => ['audit', subject] as const,
  operators: ['operators'] as const,
};
