import type { Text } from '#runtime';

export const HELP: Text = {
  vi: `Hệ thống kết nối. Cách dùng: npm run client -- <lệnh> [mã] [tuỳ chọn]

  add <mã> --name <tên> --units 14797,14800 | --all-units | --sandbox | --role portal
                          thêm hệ thống; khoá API (và mật khẩu) chỉ hiện MỘT lần
      --login <tên>         cấp thêm tên đăng nhập và mật khẩu, cho cửa theo giao thức quốc gia
      --role portal         Cổng quốc gia: chỉ đọc, không có đơn vị
      --sandbox             hệ thống thử nghiệm: chỉ dùng mã hồ sơ <tỉnh>.SANDBOX-…, không bao giờ đến cổng thật
      và các tuỳ chọn của set
  set <mã>                đổi cách cổng xử lý hệ thống
      --name <tên>
      --destinations national,province | all     hồ sơ gửi đến đâu (mặc định all)
      --requests-per-second N  --items-per-second N   mặc định 50 và 500, cho mỗi tiến trình cửa
      --unlimited           không giới hạn
      --networks 10.0.0.0/8,2001:db8::/32 | any  gọi được từ đâu (mặc định any)
      --error-code text | number                 kiểu của error_code ở cửa theo giao thức quốc gia
      --speaks-for province | none               hệ thống của chính nơi nhận đó: chỉ gửi bảng kê đối soát (docs/reconciliation.md)
      --closing-step | --no-closing-step         tự tạo bước kết thúc khi hệ thống không gửi
      --login <tên>  --api-key                   cấp mật khẩu hay khoá API đầu tiên cho hệ thống chưa có (chỉ hiện MỘT lần)
  rotate <mã> [--overlap 14d]   cấp khoá mới; khoá cũ còn dùng được hết thời gian gối đầu (d, h, m, s; 0 = hết ngay).
                          Mỗi loại có tối đa hai khoá cùng hiệu lực
  revoke <mã> [--key <số> | --all]   thu hồi ngay; mọi cửa từ chối trong vòng 5 giây
  scope <mã> [--add 14797,…] [--remove 14800,…] [--from yyyy-MM-dd]   đổi đơn vị phụ trách, từ ngày nào (mặc định hôm nay)
  list                    mọi hệ thống
  show <mã>               một hệ thống: đơn vị theo thời gian, khoá, các thay đổi gần nhất

  --by <tên>   người thực hiện, ghi vào nhật ký (mặc định: tài khoản hệ điều hành)
  --json       kết quả dạng JSON, cho chương trình
  --help       hiện trang này
Cơ sở dữ liệu: DATABASE_URL, hoặc PostgreSQL đi kèm của DATA_DIR khi đang chạy. PEPPER (hoặc PEPPER_FILE), hoặc $DATA_DIR/secrets/pepper.
Mã thoát: 0 xong · 1 không làm được · 2 sai cách dùng.`,
  en: `Clients. Usage: npm run client -- <command> [code] [options]

  add <code> --name <name> --units 14797,14800 | --all-units | --sandbox | --role portal
                          adds a system; its API key (and password) are shown ONCE
      --login <name>        gives it a name and a password too, for the door in the national dialect
      --role portal         the national portal: it only reads, and has no units
      --sandbox             a system that is tried out: dossier codes <province>.SANDBOX-… only, never sent to a real portal
      and the options of set
  set <code>              changes how the gateway deals with it
      --name <name>
      --destinations national,province | all     where its dossiers go (default all)
      --requests-per-second N  --items-per-second N   default 50 and 500, at each door process
      --unlimited           no limits
      --networks 10.0.0.0/8,2001:db8::/32 | any  from where it may call (default any)
      --error-code text | number                 type of error_code at the door in the national dialect
      --speaks-for province | none               the system of that destination itself: it sends manifests alone (docs/reconciliation.md)
      --closing-step | --no-closing-step         make the closing step where the system sends none
      --login <name>  --api-key                  a first password or API key for a client that has none (shown ONCE)
  rotate <code> [--overlap 14d]   a new credential; the former ones hold until the overlap is over (d, h, m, s; 0 = end at once).
                          At most two of a kind are valid at a time
  revoke <code> [--key <id> | --all]   ends credentials at once; every door refuses them within 5 seconds
  scope <code> [--add 14797,…] [--remove 14800,…] [--from yyyy-MM-dd]   changes its units, from a day on (default today)
  list                    every client
  show <code>             one client: units over time, credentials, latest changes

  --by <name>  who does it, for the audit (default: the account of the operating system)
  --json       output for programs
  --help       show this page
Database: DATABASE_URL, or the embedded PostgreSQL of DATA_DIR while it runs. PEPPER (or PEPPER_FILE), or $DATA_DIR/secrets/pepper.
Exit codes: 0 done · 1 cannot be done · 2 wrong usage.`,
};
