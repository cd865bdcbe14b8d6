import type { Text } from '#runtime';
import { readOptions, type Options } from './clients/read-options.ts';
import { textOf, type Values } from './clients/values.ts';
import { WrongUsage } from './clients/wrong-usage.ts';

/** What the command line asks for. */
export interface Arguments {
  readonly demo: boolean;
  /** The demo of this number, the same to the letter on every machine and day; undefined: the one of the day of the first start. */
  readonly seed: number | undefined;
  readonly singleRole: boolean;
  /** A private RabbitMQ is started too. */
  readonly rabbitmq: boolean;
}

export type ReadArguments =
  ({ readonly kind: 'run' } & Arguments) | { readonly kind: 'help' } | { readonly kind: 'wrong'; readonly message: Text };

export const HELP: Text = {
  vi: `Chạy cổng tích hợp trên một máy. Cách dùng: npm start -- [tuỳ chọn]
  --no-demo       không gửi hồ sơ mẫu
  --seed <số>     hồ sơ mẫu theo số này: giống hệt nhau trên mọi máy, mọi ngày
  --rabbitmq      chạy thêm một RabbitMQ riêng (cần gói rabbitmq-server)
  --single-role   với DATABASE_URL: mọi tiến trình dùng chung tài khoản chủ
                  sở hữu (kém an toàn)
  --help          hiện trang này
Biến môi trường: config/gateway.env.example. Hay dùng:
  PARTNER_API_PORT (8080), SIMULATOR_PORT (8090), DATA_DIR (.data)
Mã thoát: 0 đã dừng · 1 không chạy được · 2 sai cách dùng`,
  en: `Runs the gateway on one machine. Usage: npm start -- [options]
  --no-demo       send no demo dossiers
  --seed <n>      the demo of this number: the same on every machine and day
  --rabbitmq      run a private RabbitMQ too (needs the package rabbitmq-server)
  --single-role   with DATABASE_URL: every process uses the owner's account
                  (less safe)
  --help          show this page
Environment: config/gateway.env.example. Often used:
  PARTNER_API_PORT (8080), SIMULATOR_PORT (8090), DATA_DIR (.data)
Exit codes: 0 stopped · 1 cannot run · 2 wrong usage`,
};

const OPTIONS: Options = {
  'no-demo': { type: 'boolean' },
  seed: { type: 'string' },
  rabbitmq: { type: 'boolean' },
  'single-role': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
};
const SEED = /^\d{1,9}$/;

/** Reads the command line. */
export function readArguments(words: readonly string[]): ReadArguments {
  if (words.includes('--help') || words.includes('-h')) return { kind: 'help' };
  try {
    const { values, positionals } = readOptions('npm start', OPTIONS, words);
    const [extra] = positionals;
    if (extra !== undefined) throw new WrongUsage({ vi: `Thừa tham số “${extra}”`, en: `One argument too many: “${extra}”` });
    return { kind: 'run', ...demoOf(values), singleRole: values['single-role'] === true, rabbitmq: values['rabbitmq'] === true };
  } catch (error) {
    if (error instanceof WrongUsage) return { kind: 'wrong', message: error.text };
    throw error;
  }
}

function demoOf(values: Values): Pick<Arguments, 'demo' | 'seed'> {
  const demo = values['no-demo'] !== true;
  const text = textOf(values, 'seed');
  if (text === undefined) return { demo, seed: undefined };
  if (!demo) throw new WrongUsage({ vi: '--seed không đi cùng --no-demo', en: '--seed does not go with --no-demo' });
  if (SEED.test(text)) return { demo, seed: Number(text) };
  throw new WrongUsage({
    vi: `--seed “${text}” sai: một số nguyên từ 0, tối đa 9 chữ số`,
    en: `--seed “${text}” is wrong: a whole number from 0, at most 9 digits`,
  });
}
