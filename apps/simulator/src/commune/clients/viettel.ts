import type { LocalDossier } from '../one-stop.ts';
import { compactTime } from '../times.ts';
import type { WireItem } from '../truth.ts';
import { PROCEDURE_SUFFIX, type CommuneClient, type Ground } from './client.ts';
import { isSuccess, Portal } from './portal.ts';

/** A client that logs in for every call, creates first and updates afterwards, and sends the steps that it has not yet seen accepted. */
export class Viettel implements CommuneClient {
  private readonly portal: Portal;
  private readonly created = new Set<string>();
  private readonly toldSteps = new Map<string, number>();

  constructor(private readonly ground: Ground) {
    this.portal = new Portal(ground, { dstcode: 'query', keepsSession: false });
  }

  async sync(dossier: LocalDossier): Promise<boolean> {
    const record = write(dossier);
    const isIn = await this.tell(dossier.facts.code, record);
    this.ground.truth.record(record, isIn);
    return isIn && this.tellSteps(dossier);
  }

  /** Created first; an answer that it is there already, or an earlier success, makes it an update. */
  private async tell(code: string, record: WireItem): Promise<boolean> {
    if (!this.created.has(code)) {
      const answer = await this.push(code, 'False', record);
      if (isSuccess(answer)) this.created.add(code);
      if (answer === undefined || !answer.message.includes('đã tồn tại')) return isSuccess(answer);
      this.created.add(code);
    }
    return isSuccess(await this.push(code, 'True', record));
  }

  private push(code: string, isUpdating: 'True' | 'False', record: WireItem): ReturnType<Portal['call']> {
    return this.portal.call('DongBoHoSoMC', code, { isUpdating, data: [record] });
  }

  private async tellSteps({ facts, steps }: LocalDossier): Promise<boolean> {
    const { code } = facts;
    const data = steps.slice(this.toldSteps.get(code) ?? 0).map((step) => ({
      MaHoSo: code,
      NguoiXuLy: step.officer,
      ChucDanh: step.title,
      ThoiDiemXuLy: compactTime(step.at),
      PhongBanXuLy: step.department,
      NoiDungXuLy: step.content,
      TrangThai: String(step.status),
      NgayBatDau: compactTime(step.at),
      NgayKetThucTheoQuyDinh: '',
    }));
    if (data.length === 0) return true;
    const isToldOf = isSuccess(await this.portal.call('CapNhatTienDoHoSoMC', code, { data }));
    this.ground.truth.steps(data, isToldOf);
    if (isToldOf) this.toldSteps.set(code, steps.length);
    return isToldOf;
  }
}

/** Without a due date, and with the number of the identity card where an account of the portal is meant. */
function write({ facts, status, receivedAt, finishedAt, returnedAt }: LocalDossier): WireItem {
  const { code, procedure, applicant, isEnterprise, byPost, agencyName, note } = facts;
  const { name: TenTTHC, fieldCode: MaLinhVuc, fieldName: TenLinhVuc, fee } = procedure;
  const lePhi = { TenPhiLePhi: 'Lệ phí', MaPhiLePhi: '2', HinhThucThu: '1', Gia: String(fee), LoaiPhiLePhi: '2' };
  return {
    ...{ MaHoSo: code, MaTTHC: `${procedure.code}${PROCEDURE_SUFFIX}`, TenTTHC, MaLinhVuc, TenLinhVuc },
    ...{ KenhThucHien: String(facts.channel), SoBienNhan: '', ChuHoSo: applicant.name },
    LoaiDoiTuong: isEnterprise ? '2' : '1',
    MaDoiTuong: applicant.idNumber,
    ...{ ThongTinKhac: '', Email: applicant.email, Fax: '', SoDienThoai: applicant.phone, TrichYeuHoSo: note },
    ...{ NgayTiepNhan: compactTime(receivedAt), NgayHenTra: '', TrangThaiHoSo: String(status) },
    ...{ NgayTra: compactTime(returnedAt), ThongTinTra: '', HinhThuc: byPost ? '1' : '0' },
    ...{ NgayKetThucXuLy: compactTime(finishedAt), DonViXuLy: agencyName, GhiChu: '' },
    ...{ TaiLieuNop: [], DanhSachLePhi: fee > 0 ? [lePhi] : [], DanhSachTepDinhKemKhac: [], DanhSachHoSoBoSung: [] },
    DanhSachGiayToKetQua: [],
  };
}
