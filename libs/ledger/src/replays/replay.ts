import type { LaneState } from '#canonical';
import type { ReplayMode } from './asked.ts';

/** Which lanes, by what their dossiers are; what is absent is no condition. Times are of acceptance, half-open. */
export interface ReplayFilter {
  readonly destination?: string;
  /** Any code of the unit; what was received by units that became part of it counts too. */
  readonly unit?: string;
  /** The national code, or the whole. */
  readonly procedure?: string;
  readonly from?: string;
  readonly to?: string;
  readonly state?: LaneState;
}

/** What is to be replayed: exactly one member. */
export interface ReplaySelection {
  readonly dossierCode?: string;
  readonly incidentId?: string;
  readonly codes?: readonly string[];
  readonly filter?: ReplayFilter;
}

/** What an operator orders. */
export interface ReplayOrder {
  readonly selection: ReplaySelection;
  /** Absent: every destination that is sent to. */
  readonly destinations: readonly string[] | undefined;
  readonly mode: ReplayMode;
}

/** A job as it stands in its table. `units`: ids of the filter's unit and of what became part of it. */
export interface ReplayTask {
  readonly mode: ReplayMode;
  readonly selection: ReplaySelection;
  readonly units?: readonly number[];
  readonly fingerprint?: string;
}

/** `paused`: it runs, and all its destinations are held or refuse us. */
export const REPLAY_STATES = ['listing', 'ready', 'running', 'paused', 'cancelled', 'done', 'failed'] as const;
export type ReplayState = (typeof REPLAY_STATES)[number];

/** Of a lane of a replay: the dry run is made (`listed`, `looking`), it could be sent or need not (`ready`, `nothing`), and what came of it. */
export const REPLAY_ITEM_STATES = [
  ...(['listed', 'looking', 'ready', 'nothing', 'running', 'delivered', 'waiting', 'failed'] as const),
] as const;
export type ReplayItemState = (typeof REPLAY_ITEM_STATES)[number];

/** Lanes, each a dossier at a destination. */
export interface ReplayCounts {
  readonly listed: number;
  /** The dry run knows what they would send. */
  readonly toSend: number;
  readonly nothingToSend: number;
  /** Handed over to be delivered. */
  readonly sent: number;
  /** All of it acknowledged. */
  readonly delivered: number;
  /** Held or blocked: somebody has to do something first. */
  readonly waiting: number;
  readonly failed: number;
  /** Codes that no dossier has. */
  readonly unknown: number;
}

/** A replay as operators see it. Of many codes `selection` has the first ones. */
export interface Replay {
  readonly id: string;
  readonly state: ReplayState;
  readonly mode: ReplayMode;
  readonly selection: ReplaySelection;
  readonly unknownCodes: readonly string[];
  readonly destinations: readonly string[];
  readonly reason: string;
  readonly by: string;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly counts: ReplayCounts;
  readonly perSecond: number;
  /** Why it failed, as a code. */
  readonly error: string | null;
}

/** Why a replay cannot be ordered, or not be changed so. */
export type ReplayRefusal =
  | 'dossier.unknown'
  | 'incident.unknown'
  | 'replay.unit-unknown'
  | 'replay.destination-unknown'
  | 'replay.destination-in-shadow'
  | 'replay.unknown'
  | 'replay.wrong-state'
  | 'replay.too-many';

export class ReplayRefused extends Error {
  constructor(readonly code: ReplayRefusal) {
    super(code);
    this.name = 'ReplayRefused';
  }
}
