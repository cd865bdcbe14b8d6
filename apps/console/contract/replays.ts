import type { Portion, Text } from './answers.ts';

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
    readonly state?: string;
  };
}

/** `converge`: send what the portal lacks. `reassert`: send everything again, as if the portal had nothing. */
export type ReplayMode = 'converge' | 'reassert';

export type ReplayState = 'listing' | 'ready' | 'running' | 'paused' | 'cancelled' | 'done' | 'failed';

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
  };
  readonly perSecond: number | null;
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
  readonly state: string;
  readonly outcome: string | null;
}

export type ReplayItems = Portion<ReplayItem>;
