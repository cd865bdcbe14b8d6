// The least that a careful programmer writes to deliver: take an id, read the row, map it, post it in a session, note that it is
// done, acknowledge.
import pg from 'pg';
import { Pool } from 'undici';
import { assertQueue, connectBroker, QUEUE } from './floor-queue.ts';

const PREFETCH = 64;
const MADONVI = '000.00.00.H56';
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
// Keeps its connections alive, and is the client that the gateway uses too.
const portal = new Pool(process.env['NATIONAL_BASE_URL'] ?? '', { connections: PREFETCH });
const session = await login();
const broker = await connectBroker();
const channel = await broker.createChannel();
await assertQueue(channel);
await channel.prefetch(PREFETCH);
await channel.consume(QUEUE, (message) => {
  if (message === null) throw new Error('the queue is gone');
  deliver(message.content.toString()).then(
    () => {
      channel.ack(message);
    },
    () => {
      channel.nack(message);
    },
  );
});

async function deliver(id: string): Promise<void> {
  const { rows } = await pool.query<{ body: Buffer }>({
    name: 'read',
    text: 'SELECT body FROM dossier WHERE id = $1',
    values: [id],
  });
  const [row] = rows;
  if (row === undefined) throw new Error(`no dossier ${id}`);
  const body = JSON.parse(row.body.toString()) as Row;
  const record = toRecord({ ...(body as unknown as Omit<Dossier, 'plain'>), plain: body });
  const common = { session, madonvi: MADONVI, service: 'DongBoHoSoMC', isUpdating: 'False' };
  const answer = await post('/mapi/g', { ...common, data: [record] });
  const isDone = Number(answer['error_code']) === 0;
  await pool.query({
    name: 'settle',
    text: 'UPDATE dossier SET state = $2, answer = $3, settled_at = now() WHERE id = $1',
    values: [id, isDone ? 'delivered' : 'failed', JSON.stringify(answer)],
  });
}

async function login(): Promise<unknown> {
  const account = { username: process.env['NATIONAL_USERNAME'], password: process.env['NATIONAL_PASSWORD'] };
  return (await post('/mapi/login', account))['session'];
}

async function post(path: string, body: unknown): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json' };
  const response = await portal.request({ method: 'POST', path, headers, body: JSON.stringify(body) });
  return (await response.body.json()) as Record<string, unknown>;
}

process.once('SIGTERM', () => process.exit(0));
process.stdout.write('ready\n');

type Row = Readonly<Record<string, string | number | boolean | undefined>>;
interface Dossier {
  readonly plain: Row;
  readonly applicant: Row;
  readonly fees: readonly Row[];
  readonly papers: readonly Row[];
}

function toRecord({ plain: dossier, applicant, fees, papers }: Dossier): Record<string, unknown> {
  const text = (value: Row[string]): string => (value === undefined ? '' : String(value));
  return {
    ...{ MaHoSo: text(dossier['dossierCode']), MaTTHC: `${text(dossier['procedureCode'])}.${MADONVI}` },
    ...{ TenTTHC: 'Chứng thực bản sao từ bản chính', MaLinhVuc: 'G15-CT01', TenLinhVuc: 'Chứng thực', KenhThucHien: '1' },
    ...{ ChuHoSo: text(applicant['name']), SoGiayToChuHoSo: text(applicant['idNumber']), LoaiDoiTuong: '1', MaDoiTuong: '' },
    ...{ ThongTinKhac: text(dossier['otherInformation']), Email: text(applicant['email']), Fax: '' },
    ...{ SoDienThoai: text(applicant['phone']), TrichYeuHoSo: text(dossier['abstract']) },
    ...{ SoBienNhan: text(dossier['receiptNumber']), NgayTiepNhan: compact(dossier['receivedAt']) },
    ...{ NgayHenTra: compact(dossier['dueAt']), TrangThaiHoSo: text(dossier['status']), NgayTra: '', ThongTinTra: '' },
    ...{ HinhThuc: '0', NgayKetThucXuLy: '', DonViXuLy: text(dossier['agencyName']), GhiChu: text(dossier['note']) },
    ...{ NoiNopHoSo: text(dossier['submissionPlace']), HoSoCoThanhPhanSoHoa: flag(dossier['digitised']) },
    ...{ TaiKhoanDuocXacThucVoiVNeID: flag(dossier['vneidVerified']), DuocThanhToanTrucTuyen: text(dossier['paidOnline']) },
    ...{ NgayTuChoi: '', DinhDanhCHS: [{ LoaiDinhDanh: '1', SoDinhDanh: text(applicant['idNumber']) }] },
    ...{ NgayNopHoSo: compact(dossier['submittedAt']), DSKetNoiCSDL: [], DanhSachTepDinhKemKhac: [] },
    ...{ DanhSachHoSoBoSung: [], DanhSachGiayToKetQua: [] },
    TaiLieuNop: papers.map((paper) => ({
      ...{ TepDinhKemId: text(paper['fileId']), TenTepDinhKem: text(paper['name']), IsDeleted: 'False', MaThanhPhanHoSo: '' },
      ...{ DuongDanTaiTepTin: '', DuocSoHoa: '0', DuocTaiSuDung: '0', DuocLayTuKhoDMQG: '0', MaKetQuaThayThe: '' },
    })),
    DanhSachLePhi: fees.map((fee) => ({
      ...{ TenPhiLePhi: text(fee['name']), MaPhiLePhi: text(fee['code']), HinhThucThu: text(fee['collection']) },
      ...{ Gia: text(fee['amount']), LoaiPhiLePhi: text(fee['kind']) },
    })),
  };
}

/** The communes write the local time; the portal wants it without marks. */
function compact(time: unknown): string {
  return typeof time === 'string' ? time.slice(0, 19).replace(/\D/g, '') : '';
}

function flag(value: unknown): '0' | '1' {
  return value === true ? '1' : '0';
}
