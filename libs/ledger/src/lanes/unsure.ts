/**
 * A lane of which the portal may know more than we do: the memory came back from a backup, and what was delivered in the time that
 * was lost is not in it.
 */
export interface Unsure {
  /** Of the restoration; a lane that was compared with its portal is marked with it. */
  readonly id: number;
  /** When the restoration was done: what happened before may be at the portal already. */
  readonly moment: Date;
  /** Until then the communes send again what was lost. */
  readonly resendUntil: Date;
  /** The destination was in shadow in that time: nothing of ours went there, and what it has and we do not know another system told it. */
  readonly wasInShadow: boolean;
  /** The portal has been asked since the last item came. */
  readonly isLooked: boolean;
}

/** Cause of a lane whose portal shows more than we know: it waits until its commune has sent that again. */
export const PORTAL_AHEAD = 'restored.ahead';

/** Condition that nothing may be delivered at that time, a parameter of the statement: the memory came back from a backup and `after-restore` is not done. */
export function deliveryWaits(now: string): string {
  return `EXISTS (SELECT FROM restoration WHERE deliver_from IS NULL OR deliver_from > ${now})`;
}

/**
 * Column of a lane `l` and its dossier `o`: what makes it unsure, null where nothing does. A dossier that came after its time to be sent
 * again, and was received on a later day than that of the restoration, cannot have been at the portal before.
 */
export const UNSURE = `(SELECT jsonb_build_object('id', r.id, 'moment', round(extract(epoch FROM r.done_at) * 1000),
      'resendUntil', round(extract(epoch FROM r.resend_until) * 1000), 'isLooked', l.looked_seq >= o.last_seq,
      'wasInShadow', NOT EXISTS (SELECT FROM restoration q WHERE q.id > l.reconciled AND NOT l.destination = ANY (q.in_shadow)))
    FROM restoration r
    WHERE r.id > l.reconciled AND r.done_at IS NOT NULL AND (o.created_at <= r.resend_until OR o.created_at <= r.done_at OR o.received_on IS NULL
      OR o.received_on <= (r.done_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)
    ORDER BY r.id DESC LIMIT 1) AS unsure`;

/** The same as it comes out of the database; times in milliseconds since 1970. */
export interface UnsureColumn {
  readonly id: number;
  readonly moment: number;
  readonly resendUntil: number;
  readonly wasInShadow: boolean;
  readonly isLooked: boolean;
}

export function toUnsure(column: UnsureColumn | null): Unsure | undefined {
  if (column === null) return undefined;
  return { ...column, moment: new Date(column.moment), resendUntil: new Date(column.resendUntil) };
}

/**
 * Whether a step may have reached the portal in the lost time, as far as its own time tells. One that lies ahead of the time when it
 * was accepted proves nothing: it may have come as early the first time.
 */
export function mayBeThere(step: { readonly occurredAt: Date; readonly acceptedAt: Date }, unsure: Unsure | undefined): boolean {
  return unsure !== undefined && (step.occurredAt <= unsure.moment || step.occurredAt > step.acceptedAt);
}
