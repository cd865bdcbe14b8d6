import type { Dossier, Instant, LaneState, LegalDay, SourceVersion, Status, Step, StepsTold } from '#canonical';

/** An accepted item by what identifies it. */
export interface ItemRef {
  readonly id: string;
  readonly seq: number;
  readonly hash: string;
  readonly acceptedAt: Instant;
  /** 16 bytes, lower-case hex; undefined for what was accepted before there was evidence, or is erased. */
  readonly salt: string | undefined;
}

/** An accepted version of a dossier. `dossier` is at hand only for the head and the last version that the client sent. */
export interface KnownVersion extends ItemRef {
  readonly sentHash: string | undefined;
  readonly status: Status;
  readonly stale: boolean;
  readonly sourceVersion: SourceVersion | undefined;
  readonly dossier: Dossier | undefined;
}

/** An accepted step. `replaceable`: no destination was ever given it (or it refused it, or an operator ended it there), so that a correction may take its place. */
export interface KnownStep extends ItemRef {
  readonly slotHash: string;
  /** Its source sent it; one that was made for a version is none of the source's. */
  readonly isFromClient: boolean;
  readonly replaceable: boolean;
}

/** A lane of the dossier, locked by this transaction. */
export interface KnownLane {
  readonly destination: string;
  readonly state: LaneState;
  readonly cause: string | undefined;
  /** The item that it is blocked by, or held for. */
  readonly blockedSeq: number | undefined;
  readonly blockedKind: 'version' | 'step' | undefined;
}

/** An item that this transaction adds. */
export interface NewItem extends ItemRef {
  readonly kind: 'version' | 'step';
  /** `step`: a version made by a step · `closing`: a step made for a version. */
  readonly origin: 'client' | 'step' | 'closing';
  readonly status: Status;
  readonly occurredAt: Instant | undefined;
  readonly sourceVersion: SourceVersion | undefined;
  readonly sentHash: string | undefined;
  readonly slotHash: string | undefined;
  /** Seq of the step whose place this correction takes. */
  readonly replaces?: number | undefined;
  readonly body: Dossier | Step;
  readonly clientId: number;
  /** Index of the request in its group. */
  readonly request: number;
  /** Recorded, but not sent to any destination. */
  readonly stale: boolean;
  readonly changesStatus: boolean;
}

/** All that judging the next item of one dossier needs, and what this transaction adds to it. */
export interface DossierMemory {
  readonly code: string;
  /** Undefined for a dossier that this transaction creates. */
  readonly id: number | undefined;
  readonly clientId: number;
  readonly receivedUnitId: number;
  /** The day under which manifests have counted it; undefined for none, and for a dossier that is new. */
  readonly countedOn: LegalDay | undefined;
  readonly lanes: readonly KnownLane[];
  sourceCode: string | undefined;
  lastSeq: number;
  versions: KnownVersion[];
  head: KnownVersion & { readonly dossier: Dossier };
  lastFromClient: KnownVersion & { readonly dossier: Dossier };
  steps: KnownStep[];
  lastStepAt: Instant | undefined;
  /** The steps as the source has them; undefined for a dossier of before they were counted. */
  sourceSteps: StepsTold | undefined;
  sourceVersion: SourceVersion | undefined;
  /** Times that a step filled and that the client has not sent itself. */
  stepFilled: ReadonlySet<string>;
  fresh: NewItem[];
  /** Steps whose place a correction takes. */
  replaced: number[];
  changed: boolean;
}
