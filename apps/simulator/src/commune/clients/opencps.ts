import type { Answer } from '../line.ts';
import type { LocalDossier } from '../one-stop.ts';
import { compactTime } from '../times.ts';
import type { WireItem } from '../truth.ts';
import { PROCEDURE_SUFFIX, type CommuneClient, type Ground } from './client.ts';
import { isSuccess, Portal } from './portal.ts';

export const OPENCPS_VARIANTS = ['login-every-call', 'stale-flag'] as const;

/** OpenCPS 2. Source: protocols §1.6 and §1.12, nos. 1–6. */
export class OpenCps implements CommuneClient {
  private readonly portal: Portal;

  constructor(private readonly ground: Ground) {
    const keepsSession = ground.account.variant !== 'login-every-call';
    this.portal = new Portal(ground, { dstcode: 'header', keepsSession });
  }

  /** Whatever fails is swallowed; the next run of the job begins at the beginning again. */
  async sync(dossier: LocalDossier): Promise<boolean> {
    const { code } = dossier.facts;
    const { truth } = this.ground;
    const found = await this.portal.call('TraCuuHoSo', code, { mahoso: code });
    const isUpdating = firstResult(found) === undefined ? 'False' : 'True';
    const record = await this.record(dossier);
    const isIn = isSuccess(await this.portal.call('DongBoHoSoMC', code, { isUpdating, data: [record] }));
    truth.record(record, isIn);
    // No step without the dossier: what happened until the next successful run is never told.
    if (!isIn) return false;
    const step = latestStep(dossier);
    // One variant fills the body of the dossier's call again and forgets to take the flag out.
    const stale = this.ground.account.variant === 'stale-flag' ? { isUpdating } : {};
    const isToldOf = isSuccess(await this.portal.call('CapNhatTienDoHoSoMC', code, { ...stale, data: [step] }));
    truth.steps([step], isToldOf);
    return isToldOf;
  }

  /** The names are asked for with each dossier; without an answer they are sent blank. */
  private async record(dossier: LocalDossier): Promise<WireItem> {
    const { code, procedure } = dossier.facts;
    const maTTHC = `${procedure.code}${PROCEDURE_SUFFIX}`;
    const service = firstResult(await this.portal.call('LayThuTuc', code, { maTTHC }));
    const [field] = (service?.['LINHVUCTHUCHIEN'] ?? []) as readonly WireItem[];
    const names = { TenTTHC: service?.['TENTTHC'], MaLinhVuc: field?.['MALINHVUC'], TenLinhVuc: field?.['TENLINHVUC'] };
    const { TenTTHC = '', MaLinhVuc = '', TenLinhVuc = '' } = names;
    return { MaHoSo: code, MaTTHC: maTTHC, TenTTHC, MaLinhVuc, TenLinhVuc, ...ownFields(dossier), ...EMPTY_LISTS };
  }
}

const EMPTY_LISTS = {
  ...{ TaiLieuNop: [], DanhSachLePhi: [], DanhSachTepDinhKemKhac: [], DanhSachHoSoBoSung: [] },
  DanhSachGiayToKetQua: [],
};

/** Neither a channel nor the owner's identity: this client knows no field that came after 2020. */
function ownFields({ facts, status, ...times }: LocalDossier): WireItem {
  const { applicant, isEnterprise, note, byPost, agencyName } = facts;
  return {
    ChuHoSo: applicant.name,
    LoaiDoiTuong: isEnterprise ? '2' : '1',
    MaDoiTuong: '',
    ThongTinKhac: '',
    Email: applicant.email,
    Fax: applicant.phone,
    SoDienThoai: applicant.phone,
    TrichYeuHoSo: note,
    NgayTiepNhan: compactTime(times.receivedAt),
    NgayHenTra: compactTime(times.dueAt),
    TrangThaiHoSo: String(status),
    NgayTra: compactTime(times.returnedAt),
    ThongTinTra: '',
    HinhThuc: byPost ? '1' : '0',
    NgayKetThucXuLy: compactTime(times.finishedAt),
    DonViXuLy: agencyName,
    GhiChu: note,
  };
}

/** The only step that it ever tells: the latest action, under the dossier's own status. */
function latestStep({ facts, status, steps }: LocalDossier): WireItem {
  const action = steps.at(-1);
  return {
    MaHoSo: facts.code,
    NguoiXuLy: action?.officer ?? '',
    ChucDanh: '',
    ThoiDiemXuLy: compactTime(action?.at),
    PhongBanXuLy: '',
    NoiDungXuLy: action?.content ?? '',
    TrangThai: String(status),
    NgayBatDau: '',
    NgayKetThucTheoQuyDinh: '',
  };
}

function firstResult(answer: Answer | undefined): WireItem | undefined {
  const result = answer?.body['result'];
  return Array.isArray(result) ? (result as WireItem[])[0] : undefined;
}
