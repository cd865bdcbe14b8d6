import { legalDay, parseInstant, type LegalDay } from '#canonical';
import type { ClientChange, ClientOrder, KeysToRevoke, ScopeChange } from '#ledger';
import { listOf, readManners } from './read-manners.ts';
import { readOptions } from './read-options.ts';
import { textOf, type Values } from './values.ts';
import { WrongUsage } from './wrong-usage.ts';

/** What is to be done. An order for a test unit is completed with the province's identifier when it is carried out. */
export type Act =
  | { readonly kind: 'help' }
  | { readonly kind: 'add'; readonly order: Omit<ClientOrder, 'units'> & { readonly units: UnitsAsked } }
  | { readonly kind: 'set'; readonly change: ClientChange }
  | { readonly kind: 'rotate'; readonly code: string; readonly overlapMs: number }
  | { readonly kind: 'revoke'; readonly code: string; readonly which: KeysToRevoke }
  | { readonly kind: 'scope'; readonly change: ScopeChange }
  | { readonly kind: 'list' }
  | { readonly kind: 'show'; readonly code: string };

type UnitsAsked = Exclude<ClientOrder['units'], { kind: 'test' }> | { readonly kind: 'test' };

/** A command line, read. */
export interface Command {
  readonly act: Act;
  readonly by: string | undefined;
  readonly asJson: boolean;
}

const COMMON = { by: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
const LIST = { type: 'string', multiple: true } as const;
const MANNERS = {
  name: { type: 'string' },
  destinations: LIST,
  'requests-per-second': { type: 'string' },
  'items-per-second': { type: 'string' },
  unlimited: { type: 'boolean' },
  networks: LIST,
  'error-code': { type: 'string' },
  'speaks-for': { type: 'string' },
  'closing-step': { type: 'boolean' },
  'no-closing-step': { type: 'boolean' },
} as const;
const OPTIONS = {
  add: {
    ...MANNERS,
    units: LIST,
    'all-units': { type: 'boolean' },
    login: { type: 'string' },
    role: { type: 'string' },
    sandbox: { type: 'boolean' },
  },
  set: { ...MANNERS, login: { type: 'string' }, 'api-key': { type: 'boolean' } },
  rotate: { overlap: { type: 'string' } },
  revoke: { key: { type: 'string' }, all: { type: 'boolean' } },
  scope: { add: LIST, remove: LIST, from: { type: 'string' } },
  list: {},
  show: {},
} as const;

type Verb = keyof typeof OPTIONS;

const CODE = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const USERNAME = /^[A-Za-z0-9][A-Za-z0-9._@-]{2,63}$/;

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
  const by = textOf(values, 'by');
  return { act: readAct(verb, values, positionals), by, asJson: values['json'] === true };
}

function isVerb(word: string): word is Verb {
  return Object.hasOwn(OPTIONS, word);
}

function readAct(verb: Verb, values: Values, positionals: readonly string[]): Act {
  if (verb === 'list') {
    demandNoMore(positionals);
    return { kind: 'list' };
  }
  const code = readCode(verb, positionals);
  switch (verb) {
    case 'add':
      return { kind: 'add', order: readOrder(code, values) };
    case 'set':
      return { kind: 'set', change: readChange(code, values) };
    case 'rotate':
      return { kind: 'rotate', code, overlapMs: readOverlap(textOf(values, 'overlap') ?? '14d') };
    case 'revoke':
      return { kind: 'revoke', code, which: readWhich(values) };
    case 'scope':
      return { kind: 'scope', change: readScope(code, values) };
    case 'show':
      return { kind: 'show', code };
  }
}

function readCode(verb: Verb, [code, ...more]: readonly string[]): string {
  demandNoMore(more);
  if (code === undefined)
    throw new WrongUsage({ vi: `“${verb}” cần mã của hệ thống`, en: `“${verb}” needs the code of the client` });
  if (!CODE.test(code)) {
    throw new WrongUsage({
      vi: `Mã “${code}” sai: chữ thường, số, dấu . _ -, tối đa 63 ký tự`,
      en: `The code “${code}” is wrong: lower case letters, digits, . _ -, at most 63 characters`,
    });
  }
  return code;
}

function demandNoMore([first]: readonly string[]): void {
  if (first !== undefined) throw new WrongUsage({ vi: `Thừa tham số “${first}”`, en: `One argument too many: “${first}”` });
}

function readOrder(code: string, values: Values): Extract<Act, { kind: 'add' }>['order'] {
  const { name, ...manners } = readManners(values);
  if (name === undefined) throw new WrongUsage({ vi: 'Thiếu --name', en: '--name is missing' });
  const role = textOf(values, 'role') ?? 'commune';
  if (role !== 'commune' && role !== 'portal')
    throw new WrongUsage({ vi: '--role là commune hoặc portal', en: '--role is commune or portal' });
  return { code, name, role, units: readUnits(role, values), manners, ...readLogin(values) };
}

function readLogin(values: Values): { readonly username?: string } {
  const username = textOf(values, 'login');
  if (username === undefined) return {};
  if (USERNAME.test(username)) return { username };
  throw new WrongUsage({
    vi: '--login: 3–64 chữ, số hoặc . _ @ -, bắt đầu bằng chữ hoặc số',
    en: '--login: 3–64 letters, digits or . _ @ -, beginning with a letter or digit',
  });
}

function readUnits(role: 'commune' | 'portal', values: Values): UnitsAsked {
  const codes = textOf(values, 'units');
  const ways: UnitsAsked[] = [
    ...(codes === undefined ? [] : [{ kind: 'codes', codes: listOf('--units', codes) } as const]),
    ...(values['all-units'] === true ? [{ kind: 'every' } as const] : []),
    ...(values['sandbox'] === true ? [{ kind: 'test' } as const] : []),
    ...(role === 'portal' ? [{ kind: 'none' } as const] : []),
  ];
  const [only, ...others] = ways;
  if (only !== undefined && others.length === 0) return only;
  throw new WrongUsage({
    vi: 'Cần đúng một trong: --units <mã,…>, --all-units, --sandbox, --role portal',
    en: 'Exactly one of --units <codes>, --all-units, --sandbox, --role portal is needed',
  });
}

function readChange(code: string, values: Values): ClientChange {
  const change = { code, manners: readManners(values), apiKey: values['api-key'] === true, ...readLogin(values) };
  if (Object.keys(change.manners).length > 0 || change.apiKey || change.username !== undefined) return change;
  throw new WrongUsage({ vi: 'Chưa nêu điều gì cần đổi', en: 'Nothing to change was named' });
}

const UNITS_OF_TIME: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };
const LONGEST_OVERLAP_MS = 366 * 86_400_000;

function readOverlap(text: string): number {
  const [, amount, unit] = /^(\d{1,6})([dhms])$/.exec(text) ?? (text === '0' ? ['', '0', 's'] : []);
  const ms = Number(amount) * (UNITS_OF_TIME[unit ?? ''] ?? NaN);
  if (ms >= 0 && ms <= LONGEST_OVERLAP_MS) return ms;
  throw new WrongUsage({
    vi: `--overlap “${text}” sai: viết như 14d, 12h, 30m, 0; tối đa 366d`,
    en: `--overlap “${text}” is wrong: write 14d, 12h, 30m, 0; at most 366d`,
  });
}

function readWhich(values: Values): KeysToRevoke {
  const key = textOf(values, 'key');
  if (key === undefined) return values['all'] === true ? 'every' : 'unambiguous';
  if (values['all'] === true)
    throw new WrongUsage({ vi: 'Dùng --key hoặc --all, không cả hai', en: 'Use --key or --all, not both' });
  if (/^\d{1,9}$/.test(key)) return Number(key);
  throw new WrongUsage({
    vi: `--key “${key}” sai: khoá được nêu bằng số của nó, xem npm run client -- show <mã>`,
    en: `--key “${key}” is wrong: a credential is named by its number, see npm run client -- show <code>`,
  });
}

function readScope(code: string, values: Values): ScopeChange {
  const [add, remove] = ['add', 'remove'].map((name) => {
    const text = textOf(values, name);
    return text === undefined ? [] : listOf(`--${name}`, text);
  }) as [string[], string[]];
  if (add.length + remove.length === 0)
    throw new WrongUsage({ vi: 'Cần --add hoặc --remove với mã đơn vị', en: '--add or --remove with unit codes is needed' });
  const both = add.filter((unit) => remove.includes(unit));
  if (both.length > 0) {
    const named = both.join(', ');
    throw new WrongUsage({ vi: `${named}: vừa thêm vừa bỏ`, en: `${named}: both added and removed` });
  }
  const from = readDay(textOf(values, 'from'));
  return { code, add, remove, ...(from !== undefined && { from }) };
}

function readDay(text: string | undefined): LegalDay | undefined {
  if (text === undefined) return undefined;
  const instant = parseInstant(`${text}T00:00:00+07:00`);
  if (instant !== undefined) return legalDay(instant);
  throw new WrongUsage({ vi: `--from “${text}” sai: viết như 2026-12-31`, en: `--from “${text}” is wrong: write 2026-12-31` });
}
