import type { Text } from '#runtime';

export const VERIFY_HELP: Text = {
  vi: `Kiểm tra chuỗi bằng chứng. Cách dùng: npm run verify-evidence -- --from <ngày> --to <ngày> [tuỳ chọn]

  --from, --to          ngày, kể cả hai đầu, như 2026-11-30
  --file <tệp>          tệp của npm run export-evidence: không cần cơ sở dữ liệu; bỏ trống = đọc cơ sở dữ liệu và so từng mục với lá của nó
  --key <tệp.pem>       khoá công khai (GET /v1/evidence); nêu được nhiều tệp; bỏ trống = khoá của cổng này
  --receipts <tệp>      biên nhận đã giữ, mỗi dòng một JSON: chữ ký phải đúng và lá phải có trong chuỗi
  --json                in kết quả dạng JSON
Mã thoát: 0 nguyên vẹn · 1 có chỗ hỏng (nêu chỗ đầu tiên trước), hoặc không làm được · 2 sai cách dùng.`,
  en: `Verifies the chain of evidence. Usage: npm run verify-evidence -- --from <day> --to <day> [options]

  --from, --to          days, both included, such as 2026-11-30
  --file <file>         a file of npm run export-evidence: no database is needed; absent = reads the database and compares each item with its leaf
  --key <file.pem>      public key (GET /v1/evidence); may be said more than once; absent = that of this gateway
  --receipts <file>     receipts that were kept, JSON in every line: signed rightly, and in the chain
  --json                prints what was found as JSON
Exit codes: 0 whole · 1 broken (the first place is named first), or it cannot be done · 2 wrong usage.`,
};

export const EXPORT_HELP: Text = {
  vi: `Ghi chuỗi bằng chứng ra tệp, để giữ và kiểm tra ở nơi khác. Cách dùng: npm run export-evidence -- --from <ngày> --to <ngày> [--out <tệp>]
Không có gì cá nhân trong tệp: chỉ có mã băm, số thứ tự và chữ ký. Bỏ --out = in ra màn hình.
Mã thoát: 0 đã ghi · 1 không làm được · 2 sai cách dùng.`,
  en: `Writes the chain of evidence to a file, to be kept and verified elsewhere. Usage: npm run export-evidence -- --from <day> --to <day> [--out <file>]
Nothing personal is in it: hashes, numbers and signatures alone. Without --out it is printed.
Exit codes: 0 written · 1 it cannot be done · 2 wrong usage.`,
};
