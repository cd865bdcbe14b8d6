import type { Commune } from './cluster.ts';
import type { NativeDossier } from './full-dossier.ts';
import { callNational, loginAt } from './national-client.ts';
import type { Submission } from './script.ts';
import { recordOnWire, stepOnWire } from './national-form.ts';

/** What stands on the wire for what a dossier may leave out: an update that leaves it out as well says nothing about it. */
const SAID_BY: Readonly<Record<string, keyof NativeDossier>> = {
  ...{ ThongTinKhac: 'otherInformation', TrichYeuHoSo: 'abstract', SoBienNhan: 'receiptNumber', NgayTiepNhan: 'receivedAt' },
  ...{ NgayHenTra: 'dueAt', NgayTra: 'returnedAt', ThongTinTra: 'returnNote', NgayKetThucXuLy: 'finishedAt', GhiChu: 'note' },
  ...{ NgayTuChoi: 'refusedAt', NgayNopHoSo: 'submittedAt', HoSoCoThanhPhanSoHoa: 'digitised' },
  TaiKhoanDuocXacThucVoiVNeID: 'vneidVerified',
};
const SESSION_OVER = 'Phiên làm việc';
const ALWAYS_SAID = ['MaHoSo', 'MaTTHC', 'LoaiDoiTuong', 'TrangThaiHoSo', 'HinhThuc', 'DonViXuLy'];

/**
 * Sends again, through the national dialect door, what went through the native one: as an update that names what the dossier has, or
 * as progress. Gives a complaint for everything that is not taken as sent before; undefined when no answer came, or the session was over.
 */
export async function sendThroughOtherDoor(
  url: string,
  commune: Commune,
  submissions: readonly Submission[],
): Promise<string[] | undefined> {
  const kind = submissions[0]?.kind;
  const data = submissions.map(saidOf);
  const what = kind === 'step' ? { service: 'CapNhatTienDoHoSoMC' } : { service: 'DongBoHoSoMC', isUpdating: 'True' };
  try {
    const session = await loginAt(url, commune);
    const { error_code, message, result } = await callNational(url, { session, madonvi: '000.00.00.H56', ...what, data });
    if (error_code === 0 && result?.length === submissions.length) return [];
    // The clock was set on in between: whoever calls logs in anew.
    if (message.startsWith(SESSION_OVER)) return undefined;
    return [`${submissions.map(({ key }) => key).join(' ')}: through the other door ${String(error_code)} ${message}`];
  } catch {
    return undefined;
  }
}

/** Uncut: a commune's system knows nothing of how much a portal takes. */
function saidOf({ kind, body }: Submission): Record<string, unknown> {
  if (kind === 'step') return { ...stepOnWire(body), NguoiXuLy: body.officer };
  const said = Object.entries({ ...recordOnWire(body), TrichYeuHoSo: body.abstract }).filter(([name]) => {
    const field = SAID_BY[name];
    return ALWAYS_SAID.includes(name) || (field !== undefined && body[field] !== undefined);
  });
  return Object.fromEntries(said);
}
