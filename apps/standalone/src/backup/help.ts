import type { Text } from '#runtime';

export const BACKUP_HELP: Text = {
  vi: `Sao lưu. Cách dùng: npm run backup -- --to <thư mục> [--keep N] [--without-keys]
                          npm run backup -- --verify <thư mục của một bản sao lưu>

  --to <thư mục>     tạo một bản sao lưu mới trong thư mục này, khi cổng đang chạy hoặc đã dừng
  --keep N           sau khi xong, chỉ giữ N bản mới nhất trong thư mục này
  --without-keys     không kèm khoá (PEPPER, WRAPPING_KEY): phải giữ khoá ở nơi khác, thiếu khoá thì không mở được dữ liệu
  --verify <thư mục> kiểm tra từng byte của một bản sao lưu, và mở thử khoá nếu có mật khẩu
Mật khẩu mã hoá khoá: BACKUP_PASSPHRASE hoặc BACKUP_PASSPHRASE_FILE, ít nhất 12 ký tự; hãy giữ ở nơi khác với bản sao lưu.
Cơ sở dữ liệu: DATABASE_URL, hoặc PostgreSQL đi kèm của DATA_DIR. Khoá: biến môi trường, hoặc $DATA_DIR/secrets.
Mã thoát: 0 xong · 1 không làm được · 2 sai cách dùng. Hướng dẫn: docs/backup.md`,
  en: `Backup. Usage: npm run backup -- --to <folder> [--keep N] [--without-keys]
               npm run backup -- --verify <folder of one backup>

  --to <folder>      makes a new backup in that folder, while the gateway runs or stands still
  --keep N           when it is done, keeps only the N newest in that folder
  --without-keys     leaves the keys (PEPPER, WRAPPING_KEY) out: they must be kept elsewhere, nothing opens without them
  --verify <folder>  checks every byte of a backup, and opens its keys if the passphrase is given
Passphrase of the keys: BACKUP_PASSPHRASE or BACKUP_PASSPHRASE_FILE, at least 12 characters; keep it apart from the backups.
Database: DATABASE_URL, or the embedded PostgreSQL of DATA_DIR. Keys: environment, or $DATA_DIR/secrets.
Exit codes: 0 done · 1 cannot be done · 2 wrong usage. Runbook: docs/backup.md`,
};

export const RESTORE_HELP: Text = {
  vi: `Khôi phục vào cơ sở dữ liệu rỗng. Cách dùng: npm run restore -- --from <thư mục của một bản sao lưu> [--keys <tệp>] [--without-keys]

  --from <thư mục>   bản sao lưu; mọi tệp được kiểm tra trước khi ghi bất cứ gì
  --keys <tệp>       tệp khoá (keys.json), nếu giữ ở nơi khác
  --without-keys     khôi phục dù không có khoá: dữ liệu đã mã hoá không mở được cho đến khi có đúng khoá
  --by <tên>         người thực hiện, ghi vào nhật ký (mặc định: tài khoản hệ điều hành)
Mật khẩu: BACKUP_PASSPHRASE hoặc BACKUP_PASSPHRASE_FILE; khoá được ghi vào $DATA_DIR/secrets nếu chưa có.
Đích: DATABASE_URL (rỗng), hoặc PostgreSQL đi kèm của DATA_DIR (được tạo nếu chưa có). Dừng cổng trước.
Sau đó chưa có gì được gửi đi cho đến khi chạy npm run after-restore. Hướng dẫn: docs/backup.md`,
  en: `Restore into an empty database. Usage: npm run restore -- --from <folder of one backup> [--keys <file>] [--without-keys]

  --from <folder>    the backup; every file is checked before anything is written
  --keys <file>      the file of keys (keys.json), if it is kept elsewhere
  --without-keys     restores although there are no keys: what is encrypted does not open until the right ones are there
  --by <name>        who does it, for the audit (default: the account of the operating system)
Passphrase: BACKUP_PASSPHRASE or BACKUP_PASSPHRASE_FILE; keys are put into $DATA_DIR/secrets where there are none.
Target: DATABASE_URL (empty), or the embedded PostgreSQL of DATA_DIR (made where there is none). Stop the gateway first.
Nothing is delivered afterwards until npm run after-restore is run. Runbook: docs/backup.md`,
};

export const AFTER_RESTORE_HELP: Text = {
  vi: `Sau khi khôi phục: cho gửi đi trở lại. Cách dùng: npm run after-restore -- [--since T] [--resend-within 60m] [--json]

  --since T             các đơn vị gửi lại những gì được nhận từ T (RFC 3339, ví dụ 2026-11-23T02:00:00Z);
                        mặc định: thời điểm mà đến đó bản sao lưu còn đủ dữ liệu. Không được muộn hơn
  --resend-within 60m   thời gian dành cho các đơn vị gửi lại trước khi bản cũ nhường chỗ (s, m, h, d)
  --restored-otherwise  cơ sở dữ liệu được khôi phục bằng cách khác (PITR…); cần --since
  --by <tên>  --json    người thực hiện; kết quả dạng JSON
Chạy hai lần không hại gì. Hướng dẫn: docs/backup.md`,
  en: `After a restore: lets the gateway deliver again. Usage: npm run after-restore -- [--since T] [--resend-within 60m] [--json]

  --since T             clients send again what was accepted since T (RFC 3339, such as 2026-11-23T02:00:00Z);
                        default: the time until which the backup is complete. It may not be later
  --resend-within 60m   how long clients have to send again before older versions give way (s, m, h, d)
  --restored-otherwise  the database came back by other means (PITR …); --since is needed
  --by <name>  --json   who does it; output for programs
Running it twice does no harm. Runbook: docs/backup.md`,
};
