import type { CommuneClient, Ground } from './client.ts';
import { HaGiang } from './ha-giang.ts';
import { OpenCps, OPENCPS_VARIANTS } from './opencps.ts';
import { ThanhHoa, THANH_HOA_VARIANTS } from './thanh-hoa.ts';
import { Viettel } from './viettel.ts';

export const CLIENT_NAMES = ['opencps', 'thanh-hoa', 'ha-giang', 'viettel'] as const;
export type ClientName = (typeof CLIENT_NAMES)[number];

/** A client that can be played. */
interface Kind {
  readonly form: 'classic' | 'wrapper';
  readonly variants: readonly string[];
  readonly open: (ground: Ground) => CommuneClient;
}

export const CLIENTS: Readonly<Record<ClientName, Kind>> = {
  opencps: { form: 'classic', variants: OPENCPS_VARIANTS, open: (ground) => new OpenCps(ground) },
  'thanh-hoa': { form: 'wrapper', variants: THANH_HOA_VARIANTS, open: (ground) => new ThanhHoa(ground) },
  'ha-giang': { form: 'wrapper', variants: [], open: (ground) => new HaGiang(ground) },
  viettel: { form: 'classic', variants: [], open: (ground) => new Viettel(ground) },
};
