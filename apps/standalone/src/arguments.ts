import type { Text } from '#runtime';

/** What the command line asks for. */
export interface Arguments {
  readonly demo: boolean;
  readonly singleRole: boolean;
}

export type ReadArguments =
  ({ readonly kind: 'run' } & Arguments) | { readonly kind: 'help' } | { readonly kind: 'wrong'; readonly message: Text };

export const HELP: Text = {
  vi: `Cách dùng: npm start -- [--no-demo] [--single-role]
  --no-demo       không gửi hồ sơ mẫu
  --single-role   với DATABASE_URL: mọi tiến trình dùng chung tài khoản chủ sở hữu (kém an toàn)
  --help          hiện trang này
Biến môi trường: xem config/gateway.env.example`,
  en: `Usage: npm start -- [--no-demo] [--single-role]
  --no-demo       send no demo dossiers
  --single-role   with DATABASE_URL: every process uses the owner's account (less safe)
  --help          show this page
Environment: see config/gateway.env.example`,
};

/** Reads the command line. */
export function readArguments(words: readonly string[]): ReadArguments {
  if (words.includes('--help') || words.includes('-h')) return { kind: 'help' };
  const unknown = words.find((word) => word !== '--no-demo' && word !== '--single-role');
  if (unknown !== undefined) {
    return { kind: 'wrong', message: { vi: `Không hiểu tham số “${unknown}”`, en: `Unknown argument “${unknown}”` } };
  }
  return { kind: 'run', demo: !words.includes('--no-demo'), singleRole: words.includes('--single-role') };
}
