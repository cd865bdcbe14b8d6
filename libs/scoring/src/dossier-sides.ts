import type { ScoreFacts, Status } from '#canonical';

/** A step: its status, and when it was taken, in seconds since 1970. */
export interface StepSeen {
  readonly status: Status;
  readonly at: number;
}

/** A dossier as one of the two sides has it. */
export interface Side {
  /** Whether that side has it at all. */
  readonly isThere: boolean;
  /** Undefined: what the version says was not kept. */
  readonly facts: ScoreFacts | undefined;
  readonly steps: readonly StepSeen[];
  /** The due time is known to be another one there, and not which. */
  readonly otherDue: boolean;
}

/** What the catalogue knows of a procedure; undefined = not. */
export interface ProcedureTraits {
  readonly endsInPaper: boolean | undefined;
  readonly hasFee: boolean | undefined;
  /** The longest that it may take, working days. */
  readonly mostDays: number | undefined;
}
