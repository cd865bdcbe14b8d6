/**
 * The connected half of the dialect: bounded pools to configured hosts, one request per call, answers judged by the outcome
 * table, over whichever transport is configured. Only the relay imports it. Nothing of a request or an answer is logged here:
 * they hold personal data.
 */
import type { CatalogueSource, PartnerClient, PublicCatalogue } from '#protocols';
import type { PoolLimits } from '#runtime';
import { classicCatalogue, publicCatalogue } from './catalogue.client.ts';
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

/** Connects to the catalogue of a national portal; undefined: the way there passes no question on. */
export function dvcqgCatalogue(settings: DvcqgSettings): CatalogueSource | undefined {
  const route = routeOf(settings);
  return route.kind === 'envelope' ? classicCatalogue(route, openLine(route.origin, alone(settings))) : undefined;
}

/** Connects to what the new portal publishes for everybody. */
export function dvcqgPublicCatalogue({ baseUrl, departmentCode }: PublicCatalogue, settings: DvcqgSettings): CatalogueSource {
  const { origin, pathname } = new URL(baseUrl);
  const basePath = pathname.replace(/\/$/, '');
  return publicCatalogue({ basePath, departmentCode }, openLine(origin, alone(settings)));
}

/** One connection: the catalogue is read call by call. */
function alone({ connectTimeoutMs, keepAliveMs }: DvcqgSettings): PoolLimits {
  return { connections: 1, connectTimeoutMs, keepAliveMs };
}
