import type { Instant } from './instant.ts';
import type { Status } from './status.ts';

/** A status change (tiến độ xử lý) of a dossier: nine fields, no identifier of its own. */
export interface Step {
  readonly dossierCode: string;
  readonly status: Status;
  readonly occurredAt: Instant;
  /** Name of the officer. Personal. */
  readonly officer: string;
  readonly title?: string;
  readonly department?: string;
  readonly content: string;
  readonly startedAt?: Instant;
  readonly dueAt?: Instant;
}
