import type { Portion } from './answers.ts';

/** A procedure of the catalogue with how old what is known of it is. */
export interface CatalogueProcedure {
  readonly code: string;
  readonly name: string;
  readonly fieldName: string;
  readonly level: string | null;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly listedAt: string | null;
  readonly detailAt: string | null;
  readonly problems: readonly string[];
  readonly failure: string | null;
  readonly waiting: number;
}

export type CatalogueProcedures = Portion<CatalogueProcedure>;

export type SyncState = 'listing' | 'running' | 'ready' | 'done' | 'failed' | 'cancelled';

/** A sync of the catalogue. */
export interface CatalogueSync {
  readonly id: string;
  readonly state: SyncState;
  readonly destination: string;
  readonly by: string;
  readonly reason: string;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly parts: number;
  readonly partsDone: number;
  readonly recordsWanted: number;
  readonly recordsDone: number;
  readonly listed: number;
  readonly suspicious: boolean;
  readonly notConfigured: boolean;
  readonly changes: {
    readonly waiting: number;
    readonly active: number;
    readonly rejected: number;
    readonly rolledBack: number;
    readonly replaced: number;
  };
  readonly differences: number;
  readonly failed: number;
}

export interface CatalogueSyncs {
  readonly items: readonly CatalogueSync[];
}

export type ChangeKind = 'added' | 'ended' | 'renamed' | 'field' | 'details';
export type ChangeState = 'waiting' | 'active' | 'rejected' | 'rolled-back' | 'replaced';

/** What a sync found to differ from what is believed. */
export interface CatalogueChange {
  readonly id: number;
  readonly syncId: string;
  readonly code: string;
  readonly name: string | null;
  readonly kind: ChangeKind;
  readonly state: ChangeState;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly openDossiers: number;
  readonly recentDossiers: number;
  readonly stagedAt: string;
  readonly decidedAt: string | null;
  readonly decidedBy: string | null;
}

export type CatalogueChanges = Portion<CatalogueChange>;

/** Where the second source says something else. */
export interface CatalogueDifference {
  readonly code: string;
  readonly kind: 'not-public' | 'other-name' | 'no-link' | 'other-level';
  readonly ours: string | null;
  readonly theirs: string | null;
}

export type CatalogueDifferences = Portion<CatalogueDifference>;
