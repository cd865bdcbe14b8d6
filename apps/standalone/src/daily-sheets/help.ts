import type { Text } from '#runtime';

export const SHEETS_HELP: Text = {
  vi: `Ghi phiếu hằng ngày của mọi đơn vị và của toàn tỉnh. Cách dùng: npm run daily-sheets -- --out <thư mục> [tuỳ chọn]

  --out <thư mục>       nơi ghi; được tạo khi chưa có; tệp cùng tên được ghi đè
  --day <ngày>          như 2026-11-26; bỏ trống = hôm nay, theo giờ Việt Nam
  --format <dạng>       html, csv, json; nêu được nhiều dạng; bỏ trống = html và csv
Phiếu chỉ có mã, không có dữ liệu cá nhân. Chạy được bên cạnh cổng đang hoạt động.
Mã thoát: 0 đã ghi · 1 không làm được · 2 sai cách dùng.`,
  en: `Writes the daily sheets of all units and that of the province. Usage: npm run daily-sheets -- --out <folder> [options]

  --out <folder>        where to; made where it is not there; files of the same name are written anew
  --day <day>           such as 2026-11-26; absent = today, by the time of Vietnam
  --format <form>       html, csv, json; may be said more than once; absent = html and csv
Sheets hold codes and no personal data. It runs beside a gateway that is at work.
Exit codes: 0 written · 1 it cannot be done · 2 wrong usage.`,
};
