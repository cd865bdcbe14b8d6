import { LOGINS, type Answered, type OpenDoor } from './open-door.ts';

/** The smallest valid dossier on the wire. */
export const WIRE_DOSSIER = {
  ...{ MaHoSo: 'H56.14797-261123-0001', MaTTHC: '2.000815.000.00.00.H56', LoaiDoiTuong: '1', NgayTiepNhan: '20261123081500' },
  ...{ TrangThaiHoSo: '2', HinhThuc: '0', DonViXuLy: 'UBND phường Hạc Thành' },
};

/** The smallest valid step on the wire. */
export const WIRE_STEP = {
  ...{ MaHoSo: WIRE_DOSSIER.MaHoSo, NguoiXuLy: 'Lê Thị B', ThoiDiemXuLy: '20261123090000' },
  ...{ NoiDungXuLy: 'Thẩm định', TrangThai: '4' },
};

export interface Envelope {
  readonly error_code: unknown;
  readonly message: string;
  readonly session?: string;
  readonly result?: Readonly<Record<string, unknown>>[];
}

/** An answer in the dialect. */
export type Said = Answered & { readonly said: Envelope };

/** One system at the national dialect door. */
export interface Speaker {
  readonly session: string;
  call(service: string, parameters?: object): Promise<Said>;
  create(...data: object[]): Promise<Said>;
  update(...data: object[]): Promise<Said>;
  steps(...data: object[]): Promise<Said>;
  lookUp(mahoso: string): Promise<Readonly<Record<string, unknown>>[]>;
}

export function said(answer: Answered): Said {
  return { ...answer, said: answer.body as unknown as Envelope };
}

export async function logIn(door: OpenDoor, login: object, base = ''): Promise<Said> {
  return said(await door.post(`${base}/mapi/login`, login, { authorization: '' }));
}

/** Logs in and answers what calls services from then on. */
export async function speakAs(door: OpenDoor, who: keyof typeof LOGINS, base = ''): Promise<Speaker> {
  const { session = '' } = (await logIn(door, LOGINS[who], base)).said;
  const call = async (service: string, parameters: object = {}): Promise<Said> =>
    said(
      await door.post(
        `${base}/mapi/g`,
        { session, madonvi: '000.00.00.H56', service, ...parameters },
        { authorization: '', dstcode: 'VN:GOV:000.00.00.G22:vpcpdvcprovider' },
      ),
    );
  return {
    session,
    call,
    create: (...data) => call('DongBoHoSoMC', { isUpdating: 'False', data }),
    update: (...data) => call('DongBoHoSoMC', { isUpdating: 'True', data }),
    steps: (...data) => call('CapNhatTienDoHoSoMC', { data }),
    lookUp: async (mahoso) => (await call('TraCuuHoSo', { mahoso })).said.result ?? [],
  };
}
