import type { Habit } from '#protocols';

/**
 * What the province's former system is known to send instead of what is true. Source: the code of that system (protocols §1.12); a row
 * more is all that another habit takes.
 */
export const HABITS: readonly Habit[] = [
  {
    id: 'nine-for-waiting',
    text: {
      vi: 'hồ sơ chờ bổ sung, chờ nộp tiền hoặc dừng (5, 6, 8) được hệ thống cũ báo là đã xong (9)',
      en: 'a dossier that waits or was stopped (5, 6, 8) is told as finished (9) by the old system',
    },
    source: 'protocols §1.12 no. 11',
    of: 'record',
    fields: ['TrangThaiHoSo'],
    theirs: ['9'],
    ours: ['5', '6', '8'],
  },
  {
    id: 'made-up-reception',
    text: { vi: 'bước tiếp nhận do hệ thống cũ tự thêm', en: 'a step of reception that the old system makes up' },
    source: 'protocols §1.12 no. 9',
    of: 'step',
    entry: { TrangThai: '2', NguoiXuLy: 'Cán bộ một cửa', NoiDungXuLy: 'Tiếp nhận hồ sơ' },
  },
  {
    id: 'made-up-end',
    text: { vi: 'bước kết thúc do hệ thống cũ tự thêm', en: 'a closing step that the old system makes up' },
    source: 'protocols §1.12 no. 9',
    of: 'step',
    entry: { TrangThai: '9', NguoiXuLy: 'Cán bộ một cửa', NoiDungXuLy: 'Kết thúc xử lý hồ sơ' },
  },
  {
    id: 'made-up-end-of-waiting',
    text: {
      vi: 'bước kết thúc do hệ thống cũ tự thêm cho hồ sơ chờ hoặc dừng',
      en: 'a closing step that the old system makes up for a dossier that waits or was stopped',
    },
    source: 'protocols §1.12 no. 11',
    of: 'step',
    entry: { TrangThai: '9', NguoiXuLy: 'Cán bộ một cửa', NoiDungXuLy: 'Cán bộ trả hồ sơ bổ sung' },
  },
  {
    id: 'made-up-end-without-due-date',
    text: {
      vi: 'bước kết thúc do hệ thống cũ tự thêm cho hồ sơ không có ngày hẹn trả',
      en: 'a closing step that the old system makes up for a dossier without a due date',
    },
    source: 'protocols §1.12 no. 11',
    of: 'step',
    entry: { TrangThai: '9', NguoiXuLy: 'Cán bộ một cửa', NoiDungXuLy: 'Hồ sơ không có ngày hẹn trả' },
  },
  {
    id: 'placeholder-identity',
    text: {
      vi: 'số giấy tờ giả 000000001 khi không có số hợp lệ',
      en: 'the placeholder 000000001 where there is no usable number',
    },
    source: 'protocols §1.12 no. 12',
    of: 'record',
    fields: ['DinhDanhCHS'],
    entry: { LoaiDinhDanh: '2', SoDinhDanh: '000000001' },
  },
  {
    id: 'placeholder-abstract',
    text: { vi: 'trích yếu trống được thay bằng chữ “Dinhkem”', en: 'an empty abstract is sent as the word “Dinhkem”' },
    source: 'protocols §1.12 no. 12',
    of: 'record',
    fields: ['TrichYeuHoSo'],
    theirs: ['Dinhkem'],
    ours: 'nothing',
  },
  {
    id: 'submission-copied',
    text: { vi: 'ngày nộp được chép từ ngày tiếp nhận', en: 'the day of submission is copied from that of reception' },
    source: 'protocols §1.12 no. 12',
    of: 'record',
    fields: ['NgayNopHoSo'],
    theirsLike: 'NgayTiepNhan',
  },
  {
    id: 'always-database-seven',
    text: { vi: 'luôn báo đã tra cứu cơ sở dữ liệu “7”', en: 'database “7” is always told as consulted' },
    source: 'protocols §1.12 no. 12',
    of: 'record',
    fields: ['DSKetNoiCSDL'],
    entry: { MaCSDL: '7' },
  },
  {
    id: 'paper-for-result',
    text: {
      vi: 'không có tệp kết quả thì tệp nộp đầu tiên được gửi thay',
      en: 'without a result file the first submitted file is sent in its place',
    },
    source: 'protocols §1.12 no. 15',
    of: 'record',
    fields: ['DanhSachGiayToKetQua'],
    entryLike: { DuongDanTepTinKetQua: ['TaiLieuNop', 'DuongDanTaiTepTin'] },
  },
  {
    id: 'never-date',
    text: { vi: 'ngày trống được ghi là năm 0001', en: 'an absent date is written as the year 0001' },
    source: 'protocols §1.6',
    of: 'record',
    fields: [
      ...['NgayHenTra', 'NgayTra', 'NgayKetThucXuLy', 'NgayTuChoi', 'NgayNopHoSo', 'DanhSachHoSoBoSung[].NgayBoSung'],
      ...[
        'DanhSachHoSoBoSung[].NgayTiepNhanBoSung',
        'DanhSachHoSoBoSung[].NgayHenTraTruoc',
        'DanhSachHoSoBoSung[].NgayHenTraMoi',
      ],
    ],
    theirs: ['00010101000000', '0001-01-01T00:00:00'],
    ours: 'nothing',
  },
  {
    id: 'dotnet-date',
    text: {
      vi: 'ngày trong yêu cầu bổ sung viết theo .NET (giả định A5)',
      en: 'dates of requests for supplements as .NET writes them (assumption A5)',
    },
    source: 'protocols §1.6',
    of: 'record',
    fields: [
      ...['DanhSachHoSoBoSung[].NgayBoSung', 'DanhSachHoSoBoSung[].NgayHenTraTruoc', 'DanhSachHoSoBoSung[].NgayHenTraMoi'],
    ],
    ours: 'the-same',
  },
];
