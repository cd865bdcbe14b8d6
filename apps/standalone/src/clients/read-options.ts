import { parseArgs } from 'node:util';
import type { Text } from '#runtime';
import type { Values } from './values.ts';
import { WrongUsage } from './wrong-usage.ts';

/** Options by their names. What is `multiple` is a list, which may be written in parts. */
export type Options = Readonly<
  Record<string, { readonly type: 'string' | 'boolean'; readonly multiple?: true; readonly short?: string }>
>;

/** The words of a command: what was said with options, and the rest. */
export interface ReadOptions {
  readonly values: Values;
  readonly positionals: readonly string[];
}

/** A word that begins as an option does; a negative number is a value, and whoever reads it says what is wrong with it. */
const OPTION_LIKE = /^-(?!\d)/;

/** Reads the options of a command: node splits the words, the complaints are ours since people read them in two languages. @throws WrongUsage */
export function readOptions(verb: string, options: Options, args: readonly string[]): ReadOptions {
  const { values, positionals, tokens } = parseArgs({
    ...{ args: [...args], options: { ...options }, allowPositionals: true, strict: false, tokens: true },
  });
  const said = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const fault = faultOf(token, { verb, option: options[token.name], isRepeated: said.has(token.name) });
    if (fault !== undefined) throw new WrongUsage(fault);
    said.add(token.name);
  }
  return { values, positionals };
}

interface Token {
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function faultOf(
  { rawName, value, inlineValue }: Token,
  { verb, option, isRepeated }: { verb: string; option: Options[string] | undefined; isRepeated: boolean },
): Text | undefined {
  if (option === undefined) return { vi: `“${verb}” không có tuỳ chọn ${rawName}`, en: `“${verb}” has no option ${rawName}` };
  if (option.type === 'boolean')
    return value === undefined ? undefined : { vi: `${rawName} không nhận giá trị`, en: `${rawName} takes no value` };
  if (value === undefined || (inlineValue !== true && OPTION_LIKE.test(value)))
    return { vi: `${rawName} cần một giá trị`, en: `${rawName} needs a value` };
  if (isRepeated && option.multiple !== true) return { vi: `${rawName} được nêu hai lần`, en: `${rawName} is said twice` };
  return undefined;
}
