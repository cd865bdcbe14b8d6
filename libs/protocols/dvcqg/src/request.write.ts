import type { Call, PushKind } from '#protocols';
import type { EnvelopeRoute, ServiceGroup } from './route.ts';

/** The services that are called, each with the group whose address it hangs at. Source: protocols §1.5. */
export const SERVICE_GROUPS = {
  DongBoHoSoMC: 'integration',
  CapNhatTienDoHoSoMC: 'integration',
  TraCuuHoSo: 'integration',
  LayDanhMucGioiTinh: 'share',
} as const satisfies Readonly<Record<string, ServiceGroup>>;

/** The name of a service on the wire. */
export type ServiceName = keyof typeof SERVICE_GROUPS;

/** The service of a push. */
export const PUSH_SERVICES: Readonly<Record<PushKind, ServiceName>> = {
  create: 'DongBoHoSoMC',
  update: 'DongBoHoSoMC',
  steps: 'CapNhatTienDoHoSoMC',
};

/** Body of a login. */
export function loginBody({ username, password }: EnvelopeRoute['account']): string {
  return JSON.stringify({ username, password });
}

/** The envelope around what a service is given. */
export function serviceBody(
  service: string,
  parameters: Readonly<Record<string, unknown>>,
  { session, madonvi }: { readonly session: string; readonly madonvi: string },
): string {
  return JSON.stringify({ session, madonvi, service, ...parameters });
}

/** What a push gives to its service. `isUpdating` is text and only for records. Source: protocols §1.3. */
export function pushParameters({ kind, items }: Call): Readonly<Record<string, unknown>> {
  const updating = kind === 'steps' ? {} : { isUpdating: kind === 'update' ? 'True' : 'False' };
  return { ...updating, data: items };
}

/** What a look-up is given; the parameter's name is lower case. */
export function lookupParameters(dossierCode: string): Readonly<Record<string, unknown>> {
  return { mahoso: dossierCode };
}
