import { counter, gauge } from '#runtime';

export const connected = gauge('broker_connected', '1 while the broker takes and brings messages, else 0');
export const unconfirmed = gauge('broker_unconfirmed', 'Messages that were sent and are not confirmed');
export const published = counter('broker_published_total', 'Messages to publish, by what became of them', ['outcome'] as const);
export const consumed = counter('broker_consumed_total', 'Messages received, by what became of them', [
  'queue',
  'outcome',
] as const);
