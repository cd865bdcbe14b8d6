import type { Text } from '#runtime';

/** What the command line asks for. */
export interface Arguments {
  readonly demo: boolean;
  readonly singleRole: boolean;
  /** A private RabbitMQ is started too. */
  readonly rabbitmq: boolean;
}

export type ReadArguments =
  ({ readonly kind: 'run' } & Arguments) | { readonly kind: 'help' } | { readonly kind: 'wrong'; readonly message: Text };

export const HELP: Text = {
  vi: `Cách dùng: npm start -- [--no-demo] [--rabbitmq] [--single-role]
  --no-demo       không gửi hồ sơ mẫu
  --rabbitmq      chạy thêm một RabbitMQ riêng (cần gói rabbitmq-server)
  --single-role   với DATABASE_URL: mọi tiến trình dùng chung tài khoản chủ sở hữu (kém an toàn)
  --help          hiện trang này
Biến môi trường: xem config/gateway.env.example`,
  en: `Usage: npm start -- [--no-demo] [--rabbitmq] [--single-role]
  --no-demo       send no demo dossiers
  --rabbitmq      run a private RabbitMQ too (needs the package rabbitmq-server)
  --single-role   with DATABASE_URL: every process uses the owner's account (less safe)
  --help          show this page
Environment: see config/gateway.env.example`,
};

const KNOWN = new Set(['--no-demo', '--single-role', '--rabbitmq']);

/** Reads the command line. */
export function readArguments(words: readonly string[]): ReadArguments {
  if (words.includes('--help') || words.includes('-h')) return { kind: 'help' };
  const unknown = words.find((word) => !KNOWN.has(word));
  if (unknown !== undefined) {
    return { kind: 'wrong', message: { vi: `Không hiểu tham số “${unknown}”`, en: `Unknown argument “${unknown}”` } };
  }
  return {
    kind: 'run',
    demo: !words.includes('--no-demo'),
    singleRole: words.includes('--single-role'),
    rabbitmq: words.includes('--rabbitmq'),
  };
}
