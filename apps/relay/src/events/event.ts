import type { OutcomeOfUnit, StatusChange } from '#ledger';

/** A CloudEvent 1.0. `data` names codes, statuses and times; nothing of it is personal. Described in docs/asyncapi.yaml. */
export interface GatewayEvent {
  readonly specversion: '1.0';
  /** The same for the same event, however often it comes. */
  readonly id: string;
  readonly source: '/one-stop-gateway';
  readonly type: 'vn.onestop.status-changed.v1' | 'vn.onestop.outcome.v1';
  readonly subject: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Distributed tracing extension: of the request in which the item came; absent for items of before traces were kept. */
  readonly traceparent?: string;
  readonly data: Readonly<Record<string, string | number | null>>;
}

/** An event and the routing key under which it goes out. */
export interface RoutedEvent {
  readonly key: string;
  readonly event: GatewayEvent;
}

/** `status.<administrative code of the receiving unit>.<status>` */
export function statusChanged(change: StatusChange): RoutedEvent {
  const { id, dossierCode, seq, origin, status, occurredAt, acceptedAt, unit, traceparent } = change;
  const data = { dossierCode, unit, seq, origin, status, occurredAt: occurredAt?.toISOString() ?? null };
  const event = {
    ...ENVELOPE,
    id,
    type: 'vn.onestop.status-changed.v1',
    subject: dossierCode,
    time: acceptedAt.toISOString(),
    ...(traceparent !== null && { traceparent }),
  } as const;
  return { key: `status.${unit ?? 'none'}.${String(status)}`, event: { ...event, data } };
}

/** `outcome.<destination>.<state>` */
export function outcomeKnown(entry: OutcomeOfUnit): RoutedEvent {
  const { id, dossierCode, itemId, seq, kind, destination, state, cause, mustAct, at, unit, traceparent } = entry;
  const data = { dossierCode, unit, itemId, seq, kind, destination, state, cause, mustAct };
  const time = at.toISOString();
  const traced = traceparent !== null && { traceparent };
  const event = { ...ENVELOPE, id, type: 'vn.onestop.outcome.v1', subject: dossierCode, time, ...traced } as const;
  return { key: `outcome.${destination}.${state}`, event: { ...event, data } };
}

const ENVELOPE = { specversion: '1.0', source: '/one-stop-gateway', datacontenttype: 'application/json' } as const;
