import type { Text } from './answers.ts';

/** A unit of a day; null = not known, or without end. */
export interface ListedUnit {
  readonly id: number;
  readonly code: string | null;
  readonly name: string;
  readonly type: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly identifiers: readonly string[];
  readonly madeOf: number;
}

export interface Units {
  readonly at: string;
  readonly items: readonly ListedUnit[];
}

export type KinKind = 'merged' | 'continued' | 'split' | 'renamed' | 'moved';

export interface UnitKin {
  readonly id: number;
  readonly code: string | null;
  readonly name: string;
  readonly kind: KinKind;
  readonly on: string;
  readonly resolution: string | null;
}

export interface UnitLife {
  readonly id: number;
  readonly code: string | null;
  readonly name: string;
  readonly type: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly codes: readonly {
    readonly scheme: string;
    readonly code: string;
    readonly validFrom: string | null;
    readonly validTo: string | null;
    readonly legalBasis: string | null;
    readonly endedAt: string | null;
  }[];
  readonly predecessors: readonly UnitKin[];
  readonly successors: readonly UnitKin[];
  readonly isDivided: boolean;
  readonly undecided: number;
}

export interface UnitLives {
  readonly code: string;
  readonly lives: readonly UnitLife[];
}

export type MergerState = 'draft' | 'previewed' | 'recorded' | 'in-force' | 'withdrawn';

export interface MergerHead {
  readonly id: string;
  readonly state: MergerState;
  readonly resolution: string;
  readonly on: string;
  readonly rows: number;
  readonly reason: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly recordedBy: string | null;
  readonly withdrawnWhy: string | null;
}

export interface NewMerger {
  readonly resolution: string;
  readonly on: string;
  readonly csv: string;
  readonly reason: string;
}

export interface MergerPreview {
  readonly version: string;
  readonly isPast: boolean;
  readonly units: readonly {
    readonly id: number;
    readonly code: string;
    readonly name: string;
    readonly becomes: readonly string[];
    readonly isDivided: boolean;
    readonly dossiers: number;
    readonly open: number;
    readonly late: number;
  }[];
  readonly made: readonly { readonly code: string; readonly name: string; readonly of: readonly string[] }[];
  readonly scopes: readonly {
    readonly client: string;
    readonly unit: string;
    readonly name: string;
    readonly becomes: readonly string[];
    readonly carriedOver: boolean;
  }[];
  readonly growing: readonly string[];
  readonly pending: readonly {
    readonly destination: string;
    readonly pending: number;
    readonly waiting: number;
    readonly underFormer: number;
    readonly why: Text;
  }[];
  readonly codes: readonly { readonly scheme: string; readonly code: string; readonly unit: string }[];
  readonly codeRows: number;
  readonly unitsBefore: number;
  readonly unitsAfter: number;
  readonly faults: readonly { readonly line: number; readonly column?: string; readonly reason: Text }[];
}

export interface HandOver {
  readonly id: string;
  readonly state: 'ready' | 'running' | 'done' | 'cancelled';
  readonly unitId: number;
  readonly counts: {
    readonly toHand: Readonly<Record<string, number>>;
    readonly undecided: number;
    readonly handed: number;
    readonly looked: number;
  };
}

export interface NewHandOver {
  readonly unitId: number;
  readonly csv?: string;
  readonly rules?: readonly { readonly newCode: string }[];
  readonly reason: string;
}

export interface FormerCode {
  readonly day: string;
  readonly code: string;
  readonly client: string;
  readonly way: 'dossier-code' | 'scope' | 'login';
  readonly uses: number;
}
