import { nearest, type Text } from '#runtime';
import { WrongUsage } from '../clients/wrong-usage.ts';

/** What `npm run config` is asked for. */
export type ConfigCommand =
  | { readonly kind: 'help' }
  /** `apart`: as processes that are started on their own, not as `npm start` would start them. */
  | { readonly kind: 'check' | 'show'; readonly apart: boolean }
  /** `write`: into docs/configuration.md, instead of onto the terminal. */
  | { readonly kind: 'reference'; readonly write: boolean };

export const CONFIG_HELP: Text = {
  vi: `Cấu hình. Cách dùng: npm run config -- <lệnh>

  check               kiểm tra mọi tệp cấu hình và biến môi trường mà npm start dùng, không khởi động gì; nêu mọi lỗi cùng lúc
  check --processes   như trên, cho các tiến trình chạy riêng (partner-api, relay, scheduler) với môi trường này
  show                giá trị đang có hiệu lực và lấy từ đâu; bí mật được che
  show --processes    như trên, cho các tiến trình chạy riêng
  reference           bảng tra cứu mọi thiết lập (Markdown); --write ghi vào docs/configuration.md
Mã thoát: 0 không có lỗi · 1 có lỗi · 2 sai cách dùng.`,
  en: `Configuration. Usage: npm run config -- <command>

  check               checks every file and variable that npm start goes by, starts nothing, and names all faults at once
  check --processes   the same, for processes that are started on their own (partner-api, relay, scheduler) with this environment
  show                the values in force, and where each comes from; secrets are hidden
  show --processes    the same, for processes that are started on their own
  reference           the reference of every setting (Markdown); --write puts it into docs/configuration.md
Exit codes: 0 no faults · 1 faults · 2 wrong usage.`,
};

const OPTIONS = { check: ['--processes'], show: ['--processes'], reference: ['--write'] } as const;

/** Reads the command line. @throws WrongUsage */
export function readConfigCommand([verb, ...words]: readonly string[]): ConfigCommand {
  if (verb === undefined || verb === 'help' || [verb, ...words].some((word) => word === '--help' || word === '-h'))
    return { kind: 'help' };
  if (!isVerb(verb)) {
    const meant = nearest(verb, Object.keys(OPTIONS)) ?? Object.keys(OPTIONS).join(', ');
    throw new WrongUsage({ vi: `Không có lệnh “${verb}”; có: ${meant}`, en: `No command “${verb}”; there is: ${meant}` });
  }
  const unknown = words.find((word) => !(OPTIONS[verb] as readonly string[]).includes(word));
  if (unknown !== undefined)
    throw new WrongUsage({ vi: `“${verb}” không hiểu “${unknown}”`, en: `“${verb}” does not know “${unknown}”` });
  return verb === 'reference' ? { kind: verb, write: words.length > 0 } : { kind: verb, apart: words.length > 0 };
}

function isVerb(word: string): word is keyof typeof OPTIONS {
  return Object.hasOwn(OPTIONS, word);
}
