import type { Client } from '#ledger';
import type { Asker } from '#runtime';
import type { Door } from '../door.ts';
import { listAgencies, listFields, listProcedures, showProcedure } from './catalogue.ts';
import { failed, type Said } from './envelope.ts';
import { lookUp } from './look-up.ts';
import { readUpdating, type Parameters } from './parameters.ts';
import { push } from './push.ts';
import { walkChanges } from './walk-changes.ts';

/** A call of a service by somebody whose session is good. */
export interface ServiceCall {
  readonly asker: Asker;
  readonly client: Client;
  readonly parameters: Parameters;
  readonly raw: Buffer;
}

type Service = (door: Door, call: ServiceCall) => Said | Promise<Said>;

/** The services of this door by their names. Source: protocols §1.5. */
export const SERVICES = {
  DongBoHoSoMC: (door, { parameters, ...call }) => {
    const updating = readUpdating(parameters.get('isUpdating'));
    if (updating === undefined) return failed('updating.unclear');
    const kind = updating ? 'update' : 'create';
    return push(door, { ...call, door: 'national', service: 'DongBoHoSoMC', kind, data: parameters.get('data') });
  },
  // Some clients leave `isUpdating` of a former body in it: it says nothing of steps.
  CapNhatTienDoHoSoMC: (door, { parameters, ...call }) =>
    push(door, { ...call, door: 'national', service: 'CapNhatTienDoHoSoMC', kind: 'steps', data: parameters.get('data') }),
  TraCuuHoSo: (door, { client, parameters }) => lookUp(door, client, parameters),
  LayThuTuc: (door, { parameters }) => showProcedure(door, parameters),
  LayDanhSachTTHC: listProcedures,
  LayDanhMucCoQuan: listAgencies,
  LayDanhMucLinhVuc: listFields,
  LayDanhSachThayDoiTrangThai: (door, { client, parameters }) => walkChanges(door, client, parameters),
} as const satisfies Readonly<Record<string, Service>>;

const BY_NAME = new Map<string, Service>(Object.entries(SERVICES).map(([name, service]) => [name.toLowerCase(), service]));

/** The service of that name, in any case; undefined when this door has none. */
export function serviceOf(name: string): Service | undefined {
  return BY_NAME.get(name.toLowerCase());
}
