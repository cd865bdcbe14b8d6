/**
 * The connected half of the dialect: bounded pools to configured hosts, one request per call, answers judged by the outcome
 * table, over whichever transport is configured. Only the relay imports it. Nothing of a request or an answer is logged here:
 * they hold personal data.
 */
import type { PartnerClient } from '#protocols';
import { envelopeClient } from './envelope.client.ts';
import { openLine } from './line.ts';
import { routeOf } from './route.ts';
import type { DvcqgSettings } from './settings.ts';
import { wrapperClient } from './wrapper.client.ts';

/** Connects to a national portal; connections come up with the first call. */
export function dvcqgClient(settings: DvcqgSettings): PartnerClient {
  const route = routeOf(settings);
  const service = openLine(route.origin, settings);
  if (route.kind === 'envelope') return envelopeClient(route, service);
  const { entry } = route;
  return wrapperClient(route, { service, token: entry.kind === 'token' ? openLine(entry.origin, settings) : undefined });
}
