import type { AttemptOutcome, MustAct } from '#canonical';
import type { CutOverOrder, ShadowTurn } from '../shadow/shadow-turn.ts';
import type { AskedAnswer } from '../replays/forecast.ts';
import type { Verification } from '../reconcile/verified-lane.ts';
import type { LaneKey } from './lane.ts';

/** What a call came to, for its record. Absent members were never reached. */
export interface CallRecord {
  readonly id: string;
  readonly begunAt: Date;
  readonly sentAt: Date | undefined;
  readonly answeredAt: Date | undefined;
  readonly http: number | undefined;
  readonly code: string | undefined;
  readonly verdict: string;
  readonly cause: string;
  readonly body: string | undefined;
}

/** What became of one item in a call, or without one (`unmapped`). */
export interface ItemResult {
  readonly seq: number;
  readonly outcome: AttemptOutcome;
  readonly cause: string;
  /** New state at the destination. */
  readonly state: 'pending' | 'delivered' | 'refused';
  /** Whether the portal may have it all the same. */
  readonly doubt: boolean;
  readonly possiblyTwice: boolean;
}

/** How the lane goes on. `go-on`: due at once (or kept) if anything is pending, else idle. Waits count from the settling. */
export type LaneNext =
  | { readonly kind: 'go-on' }
  | { readonly kind: 'later'; readonly state: 'due' | 'verifying'; readonly waitMs: number }
  | { readonly kind: 'held'; readonly seq: number }
  | { readonly kind: 'blocked'; readonly seq: number };

/** A code that a partner's tables lack. */
export interface MissingRow {
  readonly partner: string;
  readonly table: string;
  readonly code: string;
}

/** What a refusal is told apart by: the service that refused, why, the partner's own code, and the field of ours that it named. */
export interface RefusalFacts {
  readonly service: string;
  readonly cause: string;
  readonly code: string | undefined;
  readonly field: string | undefined;
}

/** Something that a person must see. One open incident per fingerprint, which names the cause and never a dossier. */
export interface IncidentToOpen {
  readonly fingerprint: string;
  readonly kind: 'unmapped' | 'refused' | 'undecidable' | 'disorder' | 'twice' | 'restored' | 'recordless' | 'unexplained';
  readonly mustAct: MustAct;
  readonly refusal?: RefusalFacts;
  readonly missing?: MissingRow;
  /** What was answered, masked; nothing of a person. */
  readonly sample?: string;
}

/** How a lane was compared with its portal after a restoration. */
export interface Reconciliation {
  readonly restoration: number;
  /** The portal knows nothing that we do not know. */
  readonly isSure: boolean;
  /** The last item that was there when the portal was asked. */
  readonly lookedSeq: number;
  /** What the commune is asked to send again; absent = nothing. */
  readonly want?: 'dossier' | 'steps' | 'both';
}

/** Everything that settles one turn of a lane, under its fence. */
export interface Settlement {
  /** With how often it had failed before, where that is known. */
  readonly lane: LaneKey & { readonly failures?: number };
  readonly call: CallRecord | undefined;
  /** A call that was begun and then not made for this lane: one of its items had just been replaced. */
  readonly unmade?: Pick<CallRecord, 'id' | 'begunAt'>;
  readonly items: readonly ItemResult[];
  readonly next: LaneNext;
  /** Keeps a lane that has more to send at once, under a lease of that length; undefined gives it back. */
  readonly keepMs?: number | undefined;
  readonly failures: number;
  /** Kept with the lane: why it waits, or what to remember. */
  readonly cause: string | undefined;
  /** Changes of what is known of the destination; absent = unchanged. */
  readonly present?: boolean;
  readonly adopt?: boolean;
  readonly reassert?: boolean;
  readonly ackVersionSeq?: number;
  readonly pins?: unknown;
  /** Versions that are not sent any more: something later is at the destination, or will be. */
  readonly superseded?: readonly number[];
  /** What was learnt of a lane whose portal may know more than we do. */
  readonly reconciliation?: Reconciliation;
  /**
   * Begins a new epoch. Nothing is acknowledged in it and every delivered item waits again; with `lost`, the destination has kept the rest,
   * and only these wait again.
   */
  readonly newEpoch?: { readonly adopt: boolean; readonly lost?: readonly number[] };
  /** Answers what a job asks of the lane, which asks no more. */
  readonly answered?: AskedAnswer;
  /** What comparing it with its destination came to, for a run that asked. */
  readonly verified?: Verification;
  /** There in every turn of a lane in shadow: what would have been sent is kept, and nobody is told that it was delivered. */
  readonly shadow?: ShadowTurn;
  /** Settles what was acknowledged in shadow, in a new epoch. */
  readonly cutOver?: CutOverOrder;
  readonly incidents: readonly IncidentToOpen[];
}
