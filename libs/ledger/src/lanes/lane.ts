import type { DestinationMode, Dossier, Status, Step } from '#canonical';
import type { TraceContext } from '#runtime';
import type { Asked } from '../replays/asked.ts';
import type { Unsure } from './unsure.ts';

/** Names one lane: a dossier at a destination, as held under a fencing token. */
export interface LaneKey {
  readonly dossierId: number;
  readonly destination: string;
  readonly fence: number;
}

interface PendingBase {
  readonly seq: number;
  readonly status: Status;
  /** How often it was begun in this epoch. */
  readonly sent: number;
  /** A begun attempt did not end `delivered`: the portal may have it. */
  readonly doubt: boolean;
  /** The span in which it was accepted; absent for items of before there was one. */
  readonly trace?: TraceContext | undefined;
}

export interface PendingVersion extends PendingBase {
  readonly kind: 'version';
  readonly dossier: Dossier;
}

export interface PendingStep extends PendingBase {
  readonly kind: 'step';
  /** The destination may have it already, from us or from another system: whenever it goes again, it is flagged. */
  readonly possiblyTwice: boolean;
  readonly step: Step;
  /** It may have reached the portal in a time that was lost with the memory of it. */
  readonly mayBeThere?: boolean;
}

/** An item that waits, in the dossier's order. */
export type PendingItem = PendingVersion | PendingStep;

/** A lane that this process holds, with what the destination last acknowledged and the first items that wait. */
export interface ClaimedLane extends LaneKey {
  readonly dossierCode: string;
  /** The unit in which the dossier was received. */
  readonly receivedUnit: number;
  readonly epoch: number;
  /** The destination has acknowledged the dossier in this epoch. */
  readonly present: boolean;
  /** Before anything is sent, what a look-up shows is taken as acknowledged. */
  readonly adopt: boolean;
  /** The destination's address or account changed: what was acknowledged there says nothing about the new place. */
  readonly moved: boolean;
  /** The portal may know more than we do; absent = what we know is all. */
  readonly unsure?: Unsure | undefined;
  /** How the destination is worked now, whatever whoever holds the lane was started for. */
  readonly mode: DestinationMode;
  /** Something of it was acknowledged in shadow alone, or waited when the destination went live: that it has to cut over first. */
  readonly inShadow: boolean;
  /** Somebody who had lost the lane may have sent something: the last record is sent once more. */
  readonly reassert: boolean;
  /** What an operator's job asks of it; absent = nothing. */
  readonly asked?: Asked | undefined;
  readonly ackSeq: number;
  /** The last version that was acknowledged, if any, and its content. */
  readonly acked: { readonly seq: number; readonly dossier: Dossier; readonly trace?: TraceContext | undefined } | undefined;
  readonly failures: number;
  /** What the last attempt left to remember, such as a "not found" that is not confirmed yet. */
  readonly cause: string | undefined;
  /** Codes as first acknowledged; the dialect's own shape. */
  readonly pins: unknown;
  readonly pending: readonly PendingItem[];
}
