import type { Text } from '#runtime';

export const HELP: Text = {
  vi: `Người vận hành. Cách dùng: npm run operator -- <lệnh> [tên đăng nhập] [tuỳ chọn]

  add <tên> --name "Họ tên" --role viewer|operator|admin
                          thêm người; mật khẩu được hỏi ở màn hình, hoặc đọc một dòng từ stdin
      --generate            tự tạo mật khẩu và hiện MỘT lần
  password <tên> [--generate]   đặt mật khẩu mới
  role <tên> viewer|operator|admin   đổi vai trò: viewer xem; operator thêm các thao tác; admin thêm nhật ký và danh sách người vận hành
  enable <tên>            cho đăng nhập lại
  disable <tên>           không cho đăng nhập nữa
  list                    mọi người vận hành

Đổi mật khẩu, vai trò hay khoá tài khoản thì mọi phiên của người đó kết thúc ngay. Mật khẩu: 12–200 ký tự, không bao giờ viết trên dòng lệnh.

  --by <tên>   người thực hiện, ghi vào nhật ký (mặc định: tài khoản hệ điều hành)
  --json       kết quả dạng JSON, cho chương trình
  --help       hiện trang này
Cơ sở dữ liệu: DATABASE_URL, hoặc PostgreSQL đi kèm của DATA_DIR khi đang chạy.
Mã thoát: 0 xong · 1 không làm được · 2 sai cách dùng.`,
  en: `Operators. Usage: npm run operator -- <command> [user name] [options]

  add <name> --name "Full name" --role viewer|operator|admin
                          adds a person; the password is asked for on the terminal, or read as one line from stdin
      --generate            makes a password and shows it ONCE
  password <name> [--generate]   sets a new password
  role <name> viewer|operator|admin   changes the role: a viewer looks; an operator acts too; an admin sees the audit and the operators too
  enable <name>           may log in again
  disable <name>          may log in no more
  list                    every operator

Another password, another role or disabling ends all sessions of that person at once. Passwords: 12–200 characters, never on the command line.

  --by <name>  who does it, for the audit (default: the account of the operating system)
  --json       output for programs
  --help       show this page
Database: DATABASE_URL, or the embedded PostgreSQL of DATA_DIR while it runs.
Exit codes: 0 done · 1 cannot be done · 2 wrong usage.`,
};
