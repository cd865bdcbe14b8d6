import { writeByRename } from './write-by-rename.ts';
import type { Places } from './places.ts';

/** Says what lies in the data folder, and where the cluster is if it is not here. */
export function writeReadme(
  { readme, data }: Places,
  cluster: { readonly folder: string; readonly isApart: boolean } | undefined,
): void {
  writeByRename(readme, `${[...GENERAL, '', ...placeOf(data, cluster)].join('\n')}\n`, 0o644);
}

const GENERAL = [
  'Dữ liệu của cổng tích hợp (npm start). Xoá thư mục này là mất tất cả, kể cả khoá giải mã.',
  'Data of the gateway (npm start). Deleting this folder loses everything, the keys of the encrypted data included.',
  '',
  'secrets/     bí mật, mỗi thứ một tệp; hãy sao lưu        secrets, one file each; back them up',
  'simulator/   những gì cổng mô phỏng đã nhận              what the simulated portal received',
  'rabbitmq/    RabbitMQ riêng (--rabbitmq), xoá được       the private RabbitMQ (--rabbitmq); may be deleted',
  'logs/        nhật ký của từng tiến trình                 log of each process',
  'run/         số tiến trình, cổng TCP đã chọn             process ids, chosen ports',
  'demo.json    hồ sơ mẫu đã gửi                            demo dossiers that were sent',
  'ready.json   địa chỉ và tài khoản, khi đang chạy         addresses and credentials, while it runs',
];

function placeOf(data: string, cluster: { readonly folder: string; readonly isApart: boolean } | undefined): string[] {
  if (cluster === undefined) {
    return ['Cơ sở dữ liệu: PostgreSQL bên ngoài (DATABASE_URL).', 'Database: an outside PostgreSQL (DATABASE_URL).'];
  }
  if (!cluster.isApart) return [`Cụm PostgreSQL nằm trong ${data}/postgres.`, `The PostgreSQL cluster lies in ${data}/postgres.`];
  return [
    `Người dùng postgres không vào được thư mục này, nên cụm PostgreSQL và bản sao chương trình nằm ở ${cluster.folder}.`,
    `The user postgres cannot enter this folder: the PostgreSQL cluster and a copy of its programs lie in ${cluster.folder}.`,
    'Sao lưu hoặc xoá thì làm cả hai nơi. / Back up or delete both places together.',
  ];
}
