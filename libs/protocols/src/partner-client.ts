import type { Deadline } from '#runtime';
import type { WireItem } from './writer.ts';

/** The kinds of call that change something at the partner. */
export type PushKind = 'create' | 'update' | 'steps';

/** A push: items of one kind, at most one dossier's unless the destination allows batches. */
export interface Call {
  readonly kind: PushKind;
  readonly items: readonly WireItem[];
}

/** The moment after which nothing of a call may be written to a socket or waited for. */
export type CallDeadline = Deadline;

/**
 * What the partner's answer means.
 * - `delivered` applied · `exists` the dossier was there already · `not-found` update or step of a dossier that it does not have
 * - `refused` for its content · `session` session not accepted · `forbidden` HTTP 401 or 403
 * - `deferred` try later (busy, HTTP 429, 503) · `unknown` the request may have left and no answer counts
 * - `expired` the deadline passed before the request was given to a socket
 */
export type Verdict =
  'delivered' | 'exists' | 'not-found' | 'refused' | 'session' | 'forbidden' | 'deferred' | 'unknown' | 'expired';

/** An answer, read. */
export interface Answer {
  readonly verdict: Verdict;
  /** True only if the request certainly had no effect: it never was on a connected socket, or HTTP 401, 429 or 503. */
  readonly withoutEffect: boolean;
  /** Stable cause from the dialect's outcome table, such as `national.busy` or `transport.timeout`. */
  readonly cause: string;
  readonly http: number | undefined;
  /** The partner's own code, as text. */
  readonly code: string | undefined;
  /** The raw answer, at most 64 KiB; may hold personal data. */
  readonly body: string | undefined;
  /** The wait that the partner asked for, at most one hour. */
  readonly retryAfterMs: number | undefined;
  /** When the request was given to the socket, and when the answer was complete; monotonic milliseconds. */
  readonly sentAt: number | undefined;
  readonly answeredAt: number | undefined;
}

/**
 * What a look-up shows of the dossier that was asked for. `steps` and `record` are absent where the partner does not show them; the
 * record is without its status, which steps change too, and without files that were taken out.
 */
export type Found =
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'present';
      readonly status: string;
      readonly steps: readonly WireItem[] | undefined;
      readonly record?: WireItem;
    };

/** A look-up's answer; `found` only where the answer names the dossier that was asked for, or clearly says that there is none. */
export interface LookupAnswer extends Answer {
  readonly found: Found | undefined;
}

/** A login's answer. */
export interface LoginAnswer extends Answer {
  readonly session: string | undefined;
  /** For how long from the login on the session is to be used, by the partner's own word; undefined where it gives none. */
  readonly usableForMs: number | undefined;
}

/** Asks the partner what it has of a dossier. */
export type LookUp = (dossierCode: string, session: string, deadline: CallDeadline) => Promise<LookupAnswer>;

/** The connected half of a dialect, for one configured destination. Never throws for what a partner does. */
export interface PartnerClient {
  login(deadline: CallDeadline): Promise<LoginAnswer>;
  push(call: Call, session: string, deadline: CallDeadline): Promise<Answer>;
  /** Absent where the dialect has no look-up at all. */
  readonly lookup?: LookUp;
  /** Asks what changes nothing, for when no dossier is known to look up: `delivered` = it lets us in. Absent = a login says as much. */
  probe?(session: string, deadline: CallDeadline): Promise<Answer>;
  close(): Promise<void>;
}
