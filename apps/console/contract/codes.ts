import type { Text } from './answers.ts';

export type CodeDirection = 'out' | 'in';

/** A table of codes; `lacking`: values of the gateway that have no row today. */
export interface CodeTableHead {
  readonly partner: string;
  readonly table: string;
  readonly direction: CodeDirection;
  readonly name: Text;
  readonly rows: number;
  readonly lacking: readonly string[];
  readonly changedAt: string;
}

/** What a row says; days are half open, null = without limit. */
export interface CodeLine {
  readonly fromCode: string;
  readonly toCode: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly legalBasis: string | null;
}

/** A row that is believed; `by`: null = the files. */
export interface CodeTableRow extends CodeLine {
  readonly id: number;
  readonly recordedAt: string;
  readonly by: string | null;
}

/** What an import would do; `basis` names exactly this. */
export interface CodePreview {
  readonly basis: string;
  readonly isNew: boolean;
  readonly added: readonly CodeLine[];
  readonly ended: readonly CodeTableRow[];
  readonly unchanged: number;
  readonly newTargets: readonly string[];
  readonly lacking: readonly string[];
  readonly waiting: number;
  readonly stillWaiting: number;
}

export interface CodesChanged {
  readonly change: number;
  readonly added: number;
  readonly ended: number;
  readonly waiting: number;
  readonly stillWaiting: number;
}

/** A fault of a table, by its line. */
export interface CodeFault {
  readonly line: number;
  readonly column?: string;
  readonly reason: Text;
  readonly write?: string;
}

export interface CodePast extends CodeTableRow {
  readonly reason: string | null;
  readonly endedAt: string | null;
  readonly endedBy: string | null;
  readonly endedReason: string | null;
}

export interface CodeChange {
  readonly id: number;
  readonly at: string;
  readonly kind: 'files' | 'map' | 'import' | 'edit' | 'undo';
  readonly by: string | null;
  readonly reason: string | null;
  readonly added: number;
  readonly ended: number;
  readonly undoes: number | null;
  readonly undoneBy: number | null;
}

export interface CodeHistory {
  readonly rows: readonly CodePast[];
  readonly changes: readonly CodeChange[];
}

export interface ProcedureProposals {
  readonly items: readonly {
    readonly incidentId: string;
    readonly partner: string;
    readonly code: string;
    readonly waiting: number;
    readonly names: readonly string[];
    readonly proposals: readonly {
      readonly code: string;
      readonly name: string;
      readonly sent: string;
      readonly score: number;
    }[];
  }[];
}
