import type { Text } from '#runtime';

export const PARITY_HELP: Text = {
  vi: `Đối chiếu một nơi nhận đang chạy bóng với hệ thống cũ. Cách dùng: npm run parity -- --destination <nơi nhận> --export <tệp> [tuỳ chọn]

  --destination national   nơi nhận trong config/partners.yaml
  --export <tệp>           những gì hệ thống cũ đã gửi, theo thứ tự gửi: mỗi dòng một JSON (cả yêu cầu {service, data: […]}, một mảng, hoặc
                           một hồ sơ/bước), hoặc CSV có dòng tên cột theo giao thức (MaHoSo, TrangThaiHoSo, …)
  --from, --to             chỉ lấy những gì cổng viết trong thời gian đó: 2026-12-31 (cả ngày) hoặc 2026-12-31T17:00:00+07:00
  --report <tệp.md|.json>  ghi báo cáo; nêu được nhiều tệp
  --expect <tên,…>         khác biệt đã xem và chấp nhận: tên trường như trong báo cáo, hoặc Record, Step, Order, Dossiers.only-here,
                           Dossiers.only-there, Export.lines, Export.fields
  --examples N             số ví dụ cho mỗi trường (mặc định 3)
  --json                   in báo cáo dạng JSON, cho chương trình
  --by <tên>               người thực hiện, ghi vào nhật ký (mặc định: tài khoản hệ điều hành)
Giá trị cá nhân không bao giờ hiện rõ: chỉ hiện hình dạng. Cơ sở dữ liệu và WRAPPING_KEY như của cổng, hoặc DATA_DIR của npm start đang chạy.
Mã thoát: 0 không có gì ngoài những khác biệt đã biết · 1 có khác biệt, hoặc không làm được · 2 sai cách dùng.`,
  en: `Compares a destination in shadow with the old system. Usage: npm run parity -- --destination <id> --export <file> [options]

  --destination national   a destination of config/partners.yaml
  --export <file>          what the old system has sent, in that order: JSON in every line (a whole request {service, data: […]}, a list, or
                           one dossier or step), or CSV with the names of the wire as its header (MaHoSo, TrangThaiHoSo, …)
  --from, --to             only what the gateway wrote in that time: 2026-12-31 (the whole day) or 2026-12-31T17:00:00+07:00
  --report <file.md|.json> writes the report; may be said more than once
  --expect <names>         differences that were looked at and are right: names of fields as in the report, or Record, Step, Order,
                           Dossiers.only-here, Dossiers.only-there, Export.lines, Export.fields
  --examples N             examples per field (default 3)
  --json                   prints the report as JSON, for programs
  --by <name>              who does it, for the audit (default: the account of the operating system)
Personal values are never shown in clear, only their shape. Database and WRAPPING_KEY as of the gateway, or the DATA_DIR of a running npm start.
Exit codes: 0 nothing but known differences · 1 differences, or it cannot be done · 2 wrong usage.`,
};
