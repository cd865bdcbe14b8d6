import type { ScoreFacts, Status } from '#canonical';

/** How far an item is at the national portal; undefined = it was never meant for it. */
export type ItemProgress = 'pending' | 'delivered' | 'superseded' | 'stale' | 'refused' | 'cancelled';

/** A step with how far it is. */
export interface StepRecord {
  readonly status: Status;
  readonly at: number;
  readonly progress: ItemProgress | undefined;
  /** When it was acknowledged, seconds since 1970; null = at some time. */
  readonly deliveredAt: number | null;
}

/** The lane of a dossier at the national portal. */
export interface LaneRecord {
  readonly state: 'idle' | 'due' | 'leased' | 'verifying' | 'held' | 'blocked';
  readonly cause: string | undefined;
}

/** A version with what it says; `facts` undefined = that was not kept. */
export interface VersionRecord {
  readonly seq: number;
  readonly status: Status;
  readonly facts: ScoreFacts | undefined;
}

/** An open difference at the national portal. */
export interface DifferenceRecord {
  readonly kind: string;
  /** A member of the wire, or what of the steps differs. */
  readonly field: string;
}

/** A dossier with all that the score of both sides follows from. */
export interface DossierRecord {
  readonly head: VersionRecord;
  /** The last version that the portal had acknowledged by the end of the period. */
  readonly acknowledged: VersionRecord | undefined;
  /** The last one that it acknowledged after that. */
  readonly acknowledgedLate: boolean;
  readonly lane: LaneRecord | undefined;
  readonly steps: readonly StepRecord[];
  readonly differences: readonly DifferenceRecord[];
}
