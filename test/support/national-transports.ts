import { DvcqgSettings } from '#protocols/dvcqg';
import { checkShape } from '#runtime';

/** The account at the simulated portal, and what calls are signed with. */
export const ACCOUNT = { username: 'u', password: 'p' };
const AGENCY = { madonvi: '000.00.00.H56' };
const DSTCODE = 'VN:GOV:000.00.00.G22:vpcpdvcprovider';
const XRD = '/XrdAdapter/RestService/forward';
const VXP = '/VXPAdapter/RestService/forward';

const threeAddresses = (base: string) => ({
  createPath: `${base}/DongBoHoSoMC`,
  updatePath: `${base}/CapNhatHoSoMC`,
  progressPath: `${base}/CapNhatTienDoHoSoMC`,
});

type Settings = Readonly<Record<string, unknown>>;

/** Every transport to the simulated portal at that address, as `config/partners.yaml` would have it. */
export const NATIONAL_TRANSPORTS = {
  direct: (url: string) => ({ baseUrl: url, ...ACCOUNT, ...AGENCY }),
  'adapter, dstcode in a header': (url: string) => ({
    ...{ transport: 'adapter', baseUrl: url + XRD, dstcode: DSTCODE, ...ACCOUNT, ...AGENCY },
  }),
  'adapter, dstcode in the query': (url: string) => ({
    ...{ transport: 'adapter', baseUrl: url + XRD, dstcode: DSTCODE, dstcodeIn: 'query', ...ACCOUNT, ...AGENCY },
    providerUrl: 'https://provider.example.vn',
  }),
  'VXP adapter': (url: string) => ({
    ...{ transport: 'adapter', baseUrl: url + VXP, dstcode: DSTCODE, ...ACCOUNT, ...AGENCY },
  }),
  'wrapper, three addresses': (url: string) => ({
    ...{ transport: 'wrapper', baseUrl: url, ...threeAddresses('/KetNoiMotCuaQuocGia') },
  }),
  'wrapper, one address and a flag': (url: string) => ({
    ...{ transport: 'wrapper', baseUrl: `${url}/api`, createPath: '/SynsTTHCC/DongBoHoSoMC', ...AGENCY },
    ...{ progressPath: '/SynsTTHCC/CapNhatTienDoHoSoMC', updatingIn: 'query' },
  }),
  'wrapper, a fixed header': (url: string) => ({
    ...{ transport: 'wrapper', baseUrl: `${url}/lgsp`, ...threeAddresses('/KetNoiMotCuaQuocGia') },
    authorization: `Basic ${Buffer.from('u:p').toString('base64')}`,
  }),
  'wrapper, a token': (url: string) => ({
    ...{ transport: 'wrapper', baseUrl: `${url}/lgsp`, ...threeAddresses('/KetNoiMotCuaQuocGia') },
    ...{ tokenUrl: `${url}/token`, clientId: ACCOUNT.username, clientSecret: ACCOUNT.password },
  }),
} satisfies Readonly<Record<string, (url: string) => Settings>>;

/** The name of a transport in the table. */
export type TransportName = keyof typeof NATIONAL_TRANSPORTS;
export const TRANSPORT_NAMES = Object.keys(NATIONAL_TRANSPORTS) as TransportName[];

export const isWrapper = (name: TransportName): boolean => name.startsWith('wrapper');

/** The settings of a transport, checked, with their defaults. */
export function settingsOver(name: TransportName, url: string, more: Settings = {}): Readonly<DvcqgSettings> {
  return checkShape(DvcqgSettings, { ...NATIONAL_TRANSPORTS[name](url), ...more }, name);
}
