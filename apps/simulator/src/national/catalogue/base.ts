/** A procedure as the simulated portal publishes it. */
export interface SimulatedProcedure {
  readonly code: string;
  readonly name: string;
  readonly fieldCode: string;
  readonly fieldName: string;
  /** As the record writes it, which is odd now and then. */
  readonly fee: string;
  readonly days: string;
  /** Whether the public interface has an address for it. */
  readonly linked: boolean;
  readonly ended: boolean;
}

const SIZE = 2_000;

/** Procedures of the communes that are in use. Source: protocols §3.1; the codes of the fields are made up. */
const KNOWN: readonly (readonly [string, string, string, string])[] = [
  ['1.001193', 'Đăng ký khai sinh', 'G15-HT01', 'Hộ tịch'],
  ['1.000689', 'Đăng ký khai sinh kết hợp nhận cha mẹ con', 'G15-HT01', 'Hộ tịch'],
  ['1.000656', 'Đăng ký khai tử', 'G15-HT01', 'Hộ tịch'],
  ['1.000894', 'Đăng ký kết hôn', 'G15-HT01', 'Hộ tịch'],
  ['1.000593', 'Đăng ký kết hôn lưu động', 'G15-HT01', 'Hộ tịch'],
  ['1.000419', 'Đăng ký khai tử lưu động', 'G15-HT01', 'Hộ tịch'],
  ['1.003583', 'Đăng ký khai sinh lưu động', 'G15-HT01', 'Hộ tịch'],
  ['1.004746', 'Đăng ký lại kết hôn', 'G15-HT01', 'Hộ tịch'],
  ['1.004772', 'Đăng ký khai sinh cho người đã có hồ sơ giấy tờ cá nhân', 'G15-HT01', 'Hộ tịch'],
  ['1.004837', 'Đăng ký giám hộ', 'G15-HT01', 'Hộ tịch'],
  ['1.004859', 'Thay đổi, cải chính, bổ sung hộ tịch, xác định lại dân tộc', 'G15-HT01', 'Hộ tịch'],
  ['1.004873', 'Cấp giấy xác nhận tình trạng hôn nhân', 'G15-HT01', 'Hộ tịch'],
  ['1.004884', 'Đăng ký lại khai sinh', 'G15-HT01', 'Hộ tịch'],
  ['1.005461', 'Đăng ký lại khai tử', 'G15-HT01', 'Hộ tịch'],
  ['1.001022', 'Đăng ký nhận cha, mẹ, con', 'G15-HT01', 'Hộ tịch'],
  ['2.000635', 'Cấp bản sao trích lục hộ tịch', 'G15-HT01', 'Hộ tịch'],
  ['2.000528', 'Đăng ký khai sinh có yếu tố nước ngoài', 'G15-HT01', 'Hộ tịch'],
  ['2.000806', 'Đăng ký kết hôn có yếu tố nước ngoài', 'G15-HT01', 'Hộ tịch'],
  ['2.002189', 'Ghi vào sổ hộ tịch việc kết hôn đã đăng ký ở nước ngoài', 'G15-HT01', 'Hộ tịch'],
  ['2.000815', 'Chứng thực bản sao từ bản chính', 'G15-CT01', 'Chứng thực'],
  ['2.000884', 'Chứng thực chữ ký', 'G15-CT01', 'Chứng thực'],
  ['2.000992', 'Chứng thực chữ ký người dịch', 'G15-CT01', 'Chứng thực'],
  ['2.000942', 'Cấp bản sao có chứng thực từ bản chính hợp đồng, giao dịch đã được chứng thực', 'G15-CT01', 'Chứng thực'],
  ['2.001263', 'Đăng ký nuôi con nuôi trong nước', 'G15-CN01', 'Nuôi con nuôi'],
  [
    '2.002621',
    'Liên thông: đăng ký khai sinh, đăng ký thường trú, cấp thẻ BHYT cho trẻ em dưới 6 tuổi',
    'G22-LT01',
    'Liên thông',
  ],
  ['2.002622', 'Liên thông: đăng ký khai tử, xóa đăng ký thường trú, trợ cấp mai táng phí', 'G22-LT01', 'Liên thông'],
  ['1.004222', 'Đăng ký thường trú', 'G01-CT01', 'Cư trú'],
  ['1.004194', 'Đăng ký tạm trú', 'G01-CT01', 'Cư trú'],
  ['1.002755', 'Gia hạn tạm trú', 'G01-CT01', 'Cư trú'],
  ['1.003197', 'Xóa đăng ký thường trú', 'G01-CT01', 'Cư trú'],
  ['1.010028', 'Xóa đăng ký tạm trú', 'G01-CT01', 'Cư trú'],
  ['1.010038', 'Tách hộ', 'G01-CT01', 'Cư trú'],
  ['1.003677', 'Khai báo tạm vắng', 'G01-CT01', 'Cư trú'],
  ['1.001731', 'Hỗ trợ chi phí mai táng cho đối tượng bảo trợ xã hội', 'G09-BT01', 'Bảo trợ xã hội'],
  ['1.001699', 'Xác định mức độ khuyết tật, cấp giấy xác nhận khuyết tật', 'G09-BT01', 'Bảo trợ xã hội'],
  ['1.011606', 'Công nhận hộ nghèo, hộ cận nghèo', 'G09-GN01', 'Giảm nghèo'],
  ['1.011607', 'Công nhận hộ thoát nghèo, hộ thoát cận nghèo', 'G09-GN01', 'Giảm nghèo'],
  ['1.012812', 'Hòa giải tranh chấp đất đai', 'G13-DD01', 'Đất đai'],
  ['1.013978', 'Đăng ký, cấp Giấy chứng nhận quyền sử dụng đất lần đầu', 'G13-DD01', 'Đất đai'],
];

const ACTS = [
  'Cấp',
  'Cấp lại',
  'Gia hạn',
  'Thu hồi',
  'Điều chỉnh',
  'Công nhận',
  'Đăng ký',
  'Xác nhận',
  'Thẩm định',
  'Chấp thuận',
];
const THINGS: readonly (readonly [string, string, string])[] = [
  ['giấy phép xây dựng', 'G17-XD01', 'Hoạt động xây dựng'],
  ['giấy chứng nhận đủ điều kiện an toàn thực phẩm', 'G10-YT01', 'An toàn thực phẩm'],
  ['chứng chỉ hành nghề dược', 'G18-YD01', 'Dược phẩm'],
  ['giấy phép kinh doanh vận tải', 'G14-VT01', 'Đường bộ'],
  ['phù hiệu xe ô tô', 'G14-VT01', 'Đường bộ'],
  ['giấy phép khai thác nước dưới đất', 'G13-TN01', 'Tài nguyên nước'],
  ['giấy phép môi trường', 'G13-MT01', 'Môi trường'],
  ['quyết định giao đất', 'G13-DD02', 'Đất đai'],
  ['giấy phép lao động cho người nước ngoài', 'G11-LD01', 'Việc làm'],
  ['chế độ trợ cấp đối với người có công', 'G11-NC01', 'Người có công'],
  ['trợ giúp xã hội hằng tháng', 'G09-BT02', 'Bảo trợ xã hội'],
  ['trường mầm non tư thục hoạt động giáo dục', 'G03-GD01', 'Giáo dục mầm non'],
  ['trung tâm ngoại ngữ, tin học', 'G03-GD05', 'Giáo dục thường xuyên'],
  ['giấy phép biểu diễn nghệ thuật', 'G16-VH01', 'Nghệ thuật biểu diễn'],
  ['thẻ hướng dẫn viên du lịch', 'G16-DL01', 'Du lịch'],
  ['giấy phép hoạt động điện lực', 'G07-DL01', 'Điện lực'],
  ['giấy phép bán lẻ rượu', 'G07-TM01', 'Lưu thông hàng hóa trong nước'],
  ['giấy phép bán lẻ thuốc lá', 'G07-TM01', 'Lưu thông hàng hóa trong nước'],
  ['hộ kinh doanh', 'G05-HK01', 'Thành lập và hoạt động của hộ kinh doanh'],
  ['hợp tác xã', 'G05-HT01', 'Thành lập và hoạt động của hợp tác xã'],
  ['văn phòng luật sư', 'G15-LS01', 'Luật sư'],
  ['văn phòng công chứng', 'G15-CC01', 'Công chứng'],
  ['phiếu lý lịch tư pháp', 'G15-LL01', 'Lý lịch tư pháp'],
  ['tàu cá', 'G12-TS01', 'Thủy sản'],
  ['mã số vùng trồng', 'G12-TT01', 'Trồng trọt'],
  ['giấy chứng nhận kiểm dịch thực vật', 'G12-BV01', 'Bảo vệ thực vật'],
  ['hoạt động tôn giáo', 'G02-TG01', 'Tín ngưỡng, tôn giáo'],
  ['hội có phạm vi hoạt động trong xã', 'G02-TC01', 'Tổ chức phi chính phủ'],
  ['đường dây nóng phản ánh hiện trường', 'G08-TT01', 'Thông tin điện tử'],
  ['giấy phép xuất bản bản tin', 'G08-BC01', 'Báo chí'],
];
const WHERE = [
  ...['', ' thuộc thẩm quyền của Ủy ban nhân dân cấp tỉnh', ' thuộc thẩm quyền của Ủy ban nhân dân cấp xã'],
  ...[' trong trường hợp bị mất', ' trong trường hợp thay đổi địa chỉ', ' đối với tổ chức', ' đối với cá nhân'],
];
/** As real records write amounts. Source: protocols §1.9. */
const FEES = ['không', '8.000', '8,000 đồng', '150000', 'Theo quy định của Hội đồng nhân dân cấp tỉnh', '1.500.000'];
const DAYS = ['1', '3', '5', 'Ngay trong ngày làm việc', '15', '30'];

/** The catalogue before anything of it is changed: the known procedures, and made-up ones up to that size. The same at every start. */
export function baseCatalogue(size = SIZE): SimulatedProcedure[] {
  const known = KNOWN.map(([code, name, fieldCode, fieldName], index) =>
    procedureOf({ code, name, fieldCode, fieldName }, index),
  );
  const madeUp = Array.from({ length: Math.max(0, size - known.length) }, (_, index) => {
    const [thing = '', fieldCode = '', fieldName = ''] = THINGS[index % THINGS.length] ?? [];
    const act = ACTS[Math.floor(index / THINGS.length) % ACTS.length] ?? '';
    const where = WHERE[Math.floor(index / (THINGS.length * ACTS.length))] ?? '';
    const code = `1.1${String(index).padStart(5, '0')}`;
    return procedureOf({ code, name: `${act} ${thing}${where}`, fieldCode, fieldName }, index);
  });
  return [...known, ...madeUp];
}

/** A procedure with the fees and days of its place in the row. */
export function procedureOf(
  named: Pick<SimulatedProcedure, 'code' | 'name' | 'fieldCode' | 'fieldName'>,
  place: number,
): SimulatedProcedure {
  const fee = FEES[place % FEES.length] ?? '';
  const days = DAYS[Math.floor(place / FEES.length) % DAYS.length] ?? '';
  return { ...named, fee, days, linked: true, ended: false };
}
