import type { Call, PushKind } from '#protocols';
import type { DvcqgSettings } from './settings.ts';

const SERVICES: Readonly<Record<PushKind, string>> = {
  create: 'DongBoHoSoMC',
  update: 'DongBoHoSoMC',
  steps: 'CapNhatTienDoHoSoMC',
};

/** Body of a login. */
export function loginBody({ username, password }: DvcqgSettings): string {
  return JSON.stringify({ username, password });
}

/** Body of a push. `isUpdating` is text and only for records. Source: protocols §1.3. */
export function pushBody({ kind, items }: Call, session: string, madonvi: string): string {
  const updating = kind === 'steps' ? {} : { isUpdating: kind === 'update' ? 'True' : 'False' };
  return JSON.stringify({ session, madonvi, service: SERVICES[kind], ...updating, data: items });
}

/** Body of a look-up; the parameter's name is lower case. */
export function lookupBody(dossierCode: string, session: string, madonvi: string): string {
  return JSON.stringify({ session, madonvi, service: 'TraCuuHoSo', mahoso: dossierCode });
}
