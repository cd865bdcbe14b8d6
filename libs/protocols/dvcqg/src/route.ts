import type { PushKind } from '#protocols';
import type { DvcqgSettings } from './settings.ts';

/** Where services hang: code lists are apart from everything else. Source: protocols §1.5. */
export type ServiceGroup = 'integration' | 'share';

/** The classic protocol: a login, then one envelope for every service, whether or not an adapter stands in between. */
export interface EnvelopeRoute {
  readonly kind: 'envelope';
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Paths with their queries. */
  readonly paths: Readonly<Record<ServiceGroup | 'login', string>>;
  readonly account: { readonly username: string; readonly password: string };
  readonly madonvi: string;
}

/** The province's own service: a bare list to an address per kind of call. */
export interface WrapperRoute {
  readonly kind: 'wrapper';
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Paths with their queries. */
  readonly paths: Readonly<Record<PushKind, string>>;
  readonly entry: Entry;
}

/** What opens the wrapper: nothing, a fixed header, or a token that has to be fetched. */
export type Entry =
  | { readonly kind: 'open' }
  | { readonly kind: 'fixed'; readonly authorization: string }
  | { readonly kind: 'token'; readonly origin: string; readonly path: string; readonly authorization: string };

export type Route = EnvelopeRoute | WrapperRoute;

const JSON_HEADERS = { accept: 'application/json', 'content-type': 'application/json' } as const;

/** What the chosen transport makes of checked settings: everything about a call but its body. */
export function routeOf(settings: DvcqgSettings): Route {
  return settings.transport === 'wrapper' ? wrapperRoute(settings) : envelopeRoute(settings);
}

function envelopeRoute(settings: DvcqgSettings): EnvelopeRoute {
  const { loginPath = '/mapi/login', integrationPath = '/mapi/g', sharePath = '/mapi/g' } = settings;
  const { origin, path } = placeOf(settings.baseUrl);
  const { headers, query } = addressOnTheAxis(settings);
  return {
    kind: 'envelope',
    origin,
    headers: { ...JSON_HEADERS, ...headers },
    paths: {
      login: path + loginPath + query,
      integration: path + integrationPath + query,
      share: path + sharePath + query,
    },
    account: { username: needed(settings, 'username'), password: needed(settings, 'password') },
    madonvi: needed(settings, 'madonvi'),
  };
}

/**
 * How an adapter is told whom to forward to. Both places of `dstcode` are in use, and its characters stand in a query as they
 * are; `Charset` is what the known client of the header form sends. Source: protocols §1.1.
 */
function addressOnTheAxis(settings: DvcqgSettings): { headers: Readonly<Record<string, string>>; query: string } {
  if (settings.transport !== 'adapter') return { headers: {}, query: '' };
  const dstcode = needed(settings, 'dstcode');
  const inQuery = settings.dstcodeIn === 'query';
  const { providerUrl } = settings;
  const query = [
    ...(inQuery ? [`dstcode=${dstcode}`] : []),
    ...(providerUrl === undefined ? [] : [`providerurl=${encodeURIComponent(providerUrl)}`]),
  ].join('&');
  return { headers: inQuery ? {} : { charset: 'utf-8', dstcode }, query: query === '' ? '' : `?${query}` };
}

function wrapperRoute(settings: DvcqgSettings): WrapperRoute {
  const { origin, path } = placeOf(settings.baseUrl);
  const [create, steps] = [path + needed(settings, 'createPath'), path + needed(settings, 'progressPath')];
  return {
    kind: 'wrapper',
    origin,
    headers: JSON_HEADERS,
    paths:
      settings.updatingIn === 'query'
        ? flagged(create, steps, needed(settings, 'madonvi'))
        : { create, update: path + needed(settings, 'updatePath'), steps },
    entry: entryOf(settings),
  };
}

/** One address for both, told apart by a flag; the sender's code goes with steps too. Source: protocols §1.1 (HG). */
function flagged(records: string, steps: string, madonvi: string): WrapperRoute['paths'] {
  const sender = `?MaDinhDanhDV=${encodeURIComponent(madonvi)}`;
  return {
    create: `${records}${sender}&isUpdating=False`,
    update: `${records}${sender}&isUpdating=True`,
    steps: steps + sender,
  };
}

function entryOf(settings: DvcqgSettings): Entry {
  const { tokenUrl, authorization } = settings;
  if (tokenUrl !== undefined) {
    const { origin, path } = placeOf(tokenUrl);
    const login = `${needed(settings, 'clientId')}:${needed(settings, 'clientSecret')}`;
    return { kind: 'token', origin, path: path || '/', authorization: `Basic ${Buffer.from(login).toString('base64')}` };
  }
  return authorization === undefined ? { kind: 'open' } : { kind: 'fixed', authorization };
}

function placeOf(url: string): { readonly origin: string; readonly path: string } {
  const { origin, pathname } = new URL(url);
  return { origin, path: pathname.replace(/\/$/, '') };
}

type Text =
  'username' | 'password' | 'madonvi' | 'dstcode' | 'createPath' | 'updatePath' | 'progressPath' | 'clientId' | 'clientSecret';

/** What validation has made sure of. */
function needed(settings: DvcqgSettings, name: Text): string {
  const value = settings[name];
  if (value === undefined) throw new Error(`${name} is missing: these settings were not checked`);
  return value;
}
