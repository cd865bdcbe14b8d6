import type { LaneState, Portion, Text } from './answers.ts';

/** Which dossiers; exactly one of the ways. */
export interface Selection {
  readonly dossierCode?: string;
  readonly incidentId?: string;
  readonly codes?: readonly string[];
  readonly filter?: {
    readonly destination?: string;
    readonly unit?: string;
    readonly procedure?: string;
    readonly from?: string;
    readonly to?: string;
    readonly state?: LaneState;
  };
}

/** `converge`: send what the destination lacks. `reassert`: the last record once more as well; a step never while it is there. */
export type ReplayMode = 'converge' | 'reassert';

export type ReplayState = 'listing' | 'ready' | 'running' | 'paused' | 'cancelled' | 'done' | 'failed';

/** Of one dossier at one destination. */
export type ReplayItemState = 'listed' | 'looking' | 'ready' | 'nothing' | 'running' | 'delivered' | 'waiting' | 'failed';

export interface NewReplay {
  readonly selection: Selection;
  readonly destinations?: readonly string[];
  readonly mode: ReplayMode;
  readonly reason: string;
}

export interface Replay extends Omit<NewReplay, 'destinations'> {
  readonly id: string;
  readonly state: ReplayState;
  readonly destinations: readonly string[];
  readonly by: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly counts: {
    readonly listed: number;
    readonly toSend: number;
    readonly nothingToSend: number;
    readonly sent: number;
    readonly delivered: number;
    readonly waiting: number;
    readonly failed: number;
    /** Codes that no dossier has. */
    readonly unknown: number;
  };
  /** The first ones of these codes. */
  readonly unknownCodes: readonly string[];
  readonly perSecond: number;
  readonly error: Text | null;
}

export interface Replays {
  readonly items: readonly Replay[];
}

/** One call that would be made now, and field by field what was acknowledged before. */
export interface Forecast {
  readonly service: string;
  readonly seq: number;
  readonly kind: string;
  readonly fields: readonly { readonly field: string; readonly acknowledged: string | null; readonly now: string | null }[];
}

export interface ReplayItem {
  readonly code: string;
  readonly destination: string;
  readonly forecast: readonly Forecast[];
  readonly state: ReplayItemState;
  /** Why it waits or failed: a stable code, and its words. */
  readonly outcome: string | null;
  readonly why: Text | null;
}

export type ReplayItems = Portion<ReplayItem>;
