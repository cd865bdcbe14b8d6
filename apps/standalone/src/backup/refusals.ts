import type { BackupRefusal } from '#ledger';
import type { Text } from '#runtime';

/** What was refused, and what to do next. */
export function sentenceFor(refusal: BackupRefusal): Text {
  return SENTENCES[refusal];
}

const SENTENCES: Readonly<Record<BackupRefusal, Text>> = {
  'keys.wrong': {
    vi: 'WRAPPING_KEY không mở được dữ liệu đã mã hoá trong cơ sở dữ liệu này. Hãy dùng đúng khoá mà cổng đang chạy với (biến môi trường, _FILE, hoặc $DATA_DIR/secrets).',
    en: 'WRAPPING_KEY does not open what is encrypted in this database. Use the key that the gateway runs with (environment, _FILE, or $DATA_DIR/secrets).',
  },
  'backup.newer': {
    vi: 'Bản sao lưu do phiên bản phần mềm mới hơn tạo ra. Hãy cài phiên bản đó (hoặc mới hơn) rồi khôi phục lại. Phần chưa biết:',
    en: 'The backup was made by a newer version of the product. Install that version (or a later one) and restore again. What is not known here:',
  },
  'target.not-empty': {
    vi: 'Cơ sở dữ liệu đích không rỗng; không có gì bị thay đổi. Hãy tạo cơ sở dữ liệu mới và đặt DATABASE_URL tới đó; với npm start: dừng lại, đổi tên thư mục dữ liệu (mv .data .data.cu), rồi khôi phục lại. Đang có:',
    en: 'The target database is not empty; nothing was changed. Make a new database and point DATABASE_URL to it; with npm start: stop it, rename the data folder (mv .data .data.old), then restore again. It has:',
  },
  'target.in-use': {
    vi: 'Có tiến trình khác đang kết nối tới cơ sở dữ liệu đích; không có gì bị thay đổi. Hãy dừng các tiến trình của cổng rồi khôi phục lại. Đang kết nối:',
    en: 'Others are connected to the target database; nothing was changed. Stop the processes of the gateway, then restore again. Connected:',
  },
  'ledger.in-use': {
    vi: 'Các tiến trình của cổng đang chạy trên cơ sở dữ liệu này: có chắc nó vừa được khôi phục không? Không có gì bị thay đổi. Nếu đúng, hãy dừng chúng, chạy lại lệnh này, rồi khởi động. Đang kết nối:',
    en: 'Processes of the gateway run on this database: was it really restored? Nothing was changed. If it was, stop them, give this command again, then start them. Connected:',
  },
  'target.no-rights': {
    vi: 'Tài khoản trong DATABASE_URL không đủ quyền; không có gì bị thay đổi. Cần chủ sở hữu của cơ sở dữ liệu, có quyền CREATE (bảng và phần mở rộng btree_gist). PostgreSQL trả lời:',
    en: 'The account in DATABASE_URL has not enough rights; nothing was changed. The owner of the database is needed, with CREATE (tables and the extension btree_gist). PostgreSQL says:',
  },
  'rows.differ': {
    vi: 'Số dòng nạp được khác với bản sao lưu; không có gì bị thay đổi. Hãy kiểm tra bản sao lưu (npm run backup -- --verify) hoặc dùng bản trước đó.',
    en: 'Another number of rows was loaded than the backup says; nothing was changed. Check the backup (npm run backup -- --verify) or use the one before it.',
  },
  'since.late': {
    vi: '--since sau thời điểm mà bản sao lưu còn đủ dữ liệu: những gì nhận giữa hai thời điểm đó sẽ mất. Muộn nhất là:',
    en: '--since lies after the time until which the backup is complete: what was accepted in between would be lost. The latest is:',
  },
  'restoration.none': {
    vi: 'Cơ sở dữ liệu này không do npm run restore khôi phục. Nếu đã khôi phục bằng cách khác (PITR, pg_basebackup…): npm run after-restore -- --restored-otherwise --since <thời điểm còn đủ dữ liệu>',
    en: 'This database was not restored by npm run restore. If it came back by other means (PITR, pg_basebackup …): npm run after-restore -- --restored-otherwise --since <time until which it is complete>',
  },
};
