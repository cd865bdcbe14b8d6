import type { LocalDossier } from '../one-stop.ts';
import { compactTime } from '../times.ts';
import type { WireItem } from '../truth.ts';
import { PROCEDURE_SUFFIX, type CommuneClient, type Ground } from './client.ts';
import { Wrapper } from './wrapper.ts';

/** The only four states that this client knows: waiting for papers and cancelled look like newly filed. */
const STATUSES: Readonly<Record<number, string>> = {
  ...{ 1: '1', 2: '2', 3: '3', 4: '2', 5: '1', 6: '2', 7: '1', 8: '1', 9: '2', 10: '10' },
};

/** Hà Giang's one-stop client: records alone, no steps, and no look at any answer. Source: protocols §1.12, nos. 17 and 18. */
export class HaGiang implements CommuneClient {
  private readonly wrapper: Wrapper;
  /** The state that it told last. */
  private readonly told = new Map<string, string>();

  constructor(private readonly ground: Ground) {
    this.wrapper = new Wrapper(ground);
  }

  /** Speaks when a dossier is accepted or refused, and then when its state becomes another one; always content with itself. */
  async sync(dossier: LocalDossier): Promise<boolean> {
    const { code } = dossier.facts;
    const status = STATUSES[dossier.status] ?? '';
    const before = this.told.get(code);
    if (status === before || (before === undefined && dossier.status === 1)) return true;
    this.told.set(code, status);
    if (before === undefined && status === '2') await this.push('False', write(dossier, '1'));
    await this.push(before === undefined && status !== '2' ? 'False' : 'True', write(dossier, status));
    return true;
  }

  private async push(isUpdating: 'True' | 'False', record: WireItem): Promise<void> {
    const query = `?MaDinhDanhDV=${encodeURIComponent(this.ground.account.agencyCode)}&isUpdating=${isUpdating}`;
    const answer = await this.wrapper.post('DongBoHoSoMC', [record], query);
    this.ground.truth.record(record, answer?.errorCode === '0');
  }
}

function write({ facts, receivedAt, finishedAt, returnedAt }: LocalDossier, status: string): WireItem {
  const { code, procedure, applicant, agencyName, note } = facts;
  const { name: TenTTHC, fieldCode: MaLinhVuc, fieldName: TenLinhVuc } = procedure;
  return {
    ...{ MaHoSo: code, MaTTHC: `${procedure.code}${PROCEDURE_SUFFIX}`, TenTTHC, MaLinhVuc, TenLinhVuc },
    ...{ SoBienNhan: '', ChuHoSo: applicant.name, LoaiDoiTuong: '1', MaDoiTuong: applicant.idNumber },
    ...{ ThongTinKhac: '', Email: applicant.email, Fax: '', SoDienThoai: applicant.phone, TrichYeuHoSo: note },
    ...{ NgayTiepNhan: compactTime(receivedAt), NgayHenTra: '', TrangThaiHoSo: status },
    ...{ NgayTra: compactTime(returnedAt), ThongTinTra: '', HinhThuc: '0', NgayKetThucXuLy: compactTime(finishedAt) },
    ...{ DonViXuLy: agencyName, GhiChu: '', TaiLieuNop: [], DanhSachLePhi: [], DanhSachTepDinhKemKhac: [] },
    ...{ DanhSachHoSoBoSung: [], DanhSachGiayToKetQua: [] },
  };
}
