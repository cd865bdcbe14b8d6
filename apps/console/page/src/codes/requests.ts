import type * as Codes from '../../../contract/codes.ts';
import { call, queryOf } from '../api/call.ts';

/** Names a table: whose it is, which, and from whose codes it leads. */
export interface TableName {
  readonly partner: string;
  readonly table: string;
  readonly direction: Codes.CodeDirection;
}

export interface Correction {
  readonly id: number;
  readonly toCode: string;
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly legalBasis?: string;
  readonly reason: string;
}

const at = ({ partner, table }: TableName): string =>
  `/api/code-tables/${encodeURIComponent(partner)}/${encodeURIComponent(table)}`;

export const codeRequests = {
  list: () => call<{ readonly items: readonly Codes.CodeTableHead[] }>('GET', '/api/code-tables'),
  rows: (name: TableName, asKnownAt?: string) =>
    call<{ readonly items: readonly Codes.CodeTableRow[] }>(
      'GET',
      `${at(name)}${queryOf({ direction: name.direction, asKnownAt })}`,
    ),
  history: (name: TableName) => call<Codes.CodeHistory>('GET', `${at(name)}/history${queryOf({ direction: name.direction })}`),
  preview: (name: TableName, csv: string) =>
    call<Codes.CodePreview>('POST', `${at(name)}/preview`, { direction: name.direction, csv }),
  import: (name: TableName, wanted: { readonly csv: string; readonly basis: string; readonly reason: string }) =>
    call<Codes.CodesChanged>('POST', `${at(name)}/import`, { direction: name.direction, ...wanted }),
  correct: (name: TableName, correction: Correction) =>
    call<Codes.CodesChanged>('POST', `${at(name)}/correct`, { direction: name.direction, ...correction }),
  undo: (change: number, reason: string) =>
    call<Codes.CodesChanged>('POST', `/api/code-changes/${String(change)}/undo`, { reason }),
  proposals: () => call<Codes.ProcedureProposals>('GET', '/api/procedure-proposals'),
};

export const codeKeys = {
  all: ['codes'] as const,
  list: ['codes', 'list'] as const,
  rows: (name: TableName) => ['codes', 'rows', name] as const,
  history: (name: TableName) => ['codes', 'history', name] as const,
  proposals: ['codes', 'proposals'] as const,
};
