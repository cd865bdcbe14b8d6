import { OPERATOR_ROLES, type OperatorRole } from '#ledger';
import { readOptions } from '../clients/read-options.ts';
import { textOf } from '../clients/values.ts';
import { WrongUsage } from '../clients/wrong-usage.ts';

/** What is to be done. A password is never part of the command line: other users of the machine see that. */
export type Act =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'add';
      readonly username: string;
      readonly name: string;
      readonly role: OperatorRole;
      readonly generate: boolean;
    }
  | { readonly kind: 'password'; readonly username: string; readonly generate: boolean }
  | { readonly kind: 'role'; readonly username: string; readonly role: OperatorRole }
  | { readonly kind: 'enable' | 'disable'; readonly username: string }
  | { readonly kind: 'list' };

/** A command line, read. */
export interface Command {
  readonly act: Act;
  readonly by: string | undefined;
  readonly asJson: boolean;
}

const COMMON = { by: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
const GENERATE = { generate: { type: 'boolean' } } as const;
const OPTIONS = {
  add: { ...GENERATE, name: { type: 'string' }, role: { type: 'string' } },
  password: GENERATE,
  role: {},
  enable: {},
  disable: {},
  list: {},
} as const;

type Verb = keyof typeof OPTIONS;

const USERNAME = /^[a-z0-9][a-z0-9._@-]{2,63}$/;
const LONGEST_NAME = 100;

/** Reads the command line. @throws WrongUsage */
export function readCommand(words: readonly string[]): Command {
  const [verb, ...rest] = words;
  if (verb === undefined || verb === 'help' || words.includes('--help') || words.includes('-h'))
    return { act: { kind: 'help' }, by: undefined, asJson: false };
  if (!isVerb(verb)) {
    const known = Object.keys(OPTIONS).join(', ');
    throw new WrongUsage({ vi: `Không có lệnh “${verb}”; các lệnh: ${known}`, en: `No command “${verb}”; there are: ${known}` });
  }
  const { values, positionals } = readOptions(verb, { ...COMMON, ...OPTIONS[verb] }, rest);
  const generate = values['generate'] === true;
  const act = readAct(verb, positionals, { generate, name: textOf(values, 'name'), role: textOf(values, 'role') });
  return { act, by: textOf(values, 'by'), asJson: values['json'] === true };
}

function isVerb(word: string): word is Verb {
  return Object.hasOwn(OPTIONS, word);
}

interface Said {
  readonly generate: boolean;
  readonly name: string | undefined;
  readonly role: string | undefined;
}

function readAct(verb: Verb, positionals: readonly string[], { generate, name, role }: Said): Act {
  const [first, second, third] = positionals;
  const tooMany = verb === 'list' ? first : verb === 'role' ? third : second;
  if (tooMany !== undefined) throw new WrongUsage({ vi: `Thừa tham số “${tooMany}”`, en: `One argument too many: “${tooMany}”` });
  if (verb === 'list') return { kind: 'list' };
  const username = readUsername(verb, first);
  switch (verb) {
    case 'add':
      return { kind: 'add', username, name: readName(name), role: readRole(role), generate };
    case 'password':
      return { kind: 'password', username, generate };
    case 'role':
      return { kind: 'role', username, role: readRole(second) };
    case 'enable':
    case 'disable':
      return { kind: verb, username };
  }
}

function readUsername(verb: Verb, username: string | undefined): string {
  if (username === undefined) throw new WrongUsage({ vi: `“${verb}” cần tên đăng nhập`, en: `“${verb}” needs a user name` });
  if (USERNAME.test(username)) return username;
  throw new WrongUsage({
    vi: `Tên đăng nhập “${username}” sai: 3–64 chữ thường không dấu, số hoặc . _ @ -, bắt đầu bằng chữ hoặc số`,
    en: `The user name “${username}” is wrong: 3–64 lower case letters, digits or . _ @ -, beginning with a letter or digit`,
  });
}

function readName(name: string | undefined): string {
  const written = name?.normalize('NFC').trim() ?? '';
  if (written !== '' && written.length <= LONGEST_NAME) return written;
  throw new WrongUsage({
    vi: `Cần --name với họ tên, tối đa ${String(LONGEST_NAME)} ký tự`,
    en: `--name with the person’s name is needed, at most ${String(LONGEST_NAME)} characters`,
  });
}

function readRole(role: string | undefined): OperatorRole {
  const known = OPERATOR_ROLES.find((one) => one === role);
  if (known !== undefined) return known;
  const roles = OPERATOR_ROLES.join(', ');
  throw new WrongUsage({ vi: `Cần vai trò: ${roles}`, en: `A role is needed: ${roles}` });
}
