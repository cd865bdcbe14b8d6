import { getMetadataStorage } from 'class-validator';
import type { Text } from '../text.ts';
import { OWN_RULE, propertiesOf, type OwnRule, type Shape } from './setting.ts';

/** A rule of class-validator as it stands at a property. */
interface Rule {
  readonly name: string;
  readonly values: readonly unknown[];
  readonly each: boolean;
  readonly message: unknown;
}

type Phrase = (values: readonly unknown[]) => Text;

const NESTED = 'nestedValidation';

/** What each rule asks for; those that are not here say it themselves, in their message. Kinds come before what narrows them. */
const PHRASES: Readonly<Record<string, Phrase>> = {
  isArray: () => ({ vi: 'danh sách', en: 'a list' }),
  [NESTED]: () => ({ vi: 'nhóm thiết lập', en: 'a group of settings' }),
  isObject: () => ({ vi: 'nhóm thiết lập', en: 'a group of settings' }),
  isBoolean: () => ({ vi: 'true hoặc false', en: 'true or false' }),
  isInt: () => ({ vi: 'số nguyên', en: 'a whole number' }),
  isNumber: () => ({ vi: 'số', en: 'a number' }),
  isString: () => ({ vi: 'văn bản', en: 'text' }),
  isIp: () => ({ vi: 'địa chỉ IP', en: 'an IP address' }),
  isUrl: () => ({ vi: 'địa chỉ web', en: 'a web address' }),
  isPort: () => ({ vi: 'số cổng TCP', en: 'a TCP port' }),
  isIn: ([allowed]) => ({ vi: `một trong: ${listed(allowed)}`, en: `one of: ${listed(allowed)}` }),
  isEnum: ([, allowed]) => ({ vi: `một trong: ${listed(allowed)}`, en: `one of: ${listed(allowed)}` }),
  matches: ([pattern]) => ({ vi: `dạng ${String(pattern)}`, en: `of the form ${String(pattern)}` }),
  isNotEmpty: () => ({ vi: 'không trống', en: 'not empty' }),
  min: ([least]) => ({ vi: `ít nhất ${String(least)}`, en: `at least ${String(least)}` }),
  max: ([most]) => ({ vi: `nhiều nhất ${String(most)}`, en: `at most ${String(most)}` }),
  isPositive: () => ({ vi: 'lớn hơn 0', en: 'above 0' }),
  minLength: ([least]) => ({ vi: `dài ít nhất ${String(least)} ký tự`, en: `at least ${String(least)} characters long` }),
  maxLength: ([most]) => ({ vi: `dài nhiều nhất ${String(most)} ký tự`, en: `at most ${String(most)} characters long` }),
  arrayNotEmpty: () => ({ vi: 'ít nhất 1 mục', en: 'at least 1 entry' }),
  arrayMinSize: ([least]) => ({ vi: `ít nhất ${String(least)} mục`, en: `at least ${String(least)} entries` }),
  arrayMaxSize: ([most]) => ({ vi: `nhiều nhất ${String(most)} mục`, en: `at most ${String(most)} entries` }),
  arrayUnique: () => ({ vi: 'không lặp lại', en: 'none twice' }),
};
const ORDER = Object.keys(PHRASES);

/** What a property must be, as it goes on after "must be": `số nguyên, từ 1 đến 100` / `a whole number, from 1 to 100`. */
export function expectationOf(shape: Shape, property: string): Text {
  const rules = rulesOf(shape, property).filter(({ name }) => name !== OWN_RULE);
  const whole = phrasesOf(rules.filter(({ each }) => !each));
  const entries = phrasesOf(rules.filter(({ each }) => each));
  if (entries.length === 0) return joined(whole);
  const entry = joined(entries);
  const list = { vi: `danh sách, mỗi mục là ${entry.vi}`, en: `a list, each entry ${entry.en}` };
  return joined([list, ...whole.filter(({ en }) => en !== 'a list')]);
}

/** The rules of its own that a property has. */
export function ownRulesOf(shape: Shape, property: string): readonly OwnRule<object>[] {
  return rulesOf(shape, property)
    .filter(({ name }) => name === OWN_RULE)
    .map(({ values }) => values[0] as OwnRule<object>);
}

/** Whether a property must be given: it has neither a default nor leave to be absent. */
export function isRequired(shape: Shape, property: string): boolean {
  const isOptional = metadataOf(shape, property).some(({ type }) => type === 'conditionalValidation');
  if (isOptional || defaultOf(shape, property) !== undefined) return false;
  const nothing = new shape();
  const refusesNothing = ownRulesOf(shape, property).some(({ holds }) => !holds(undefined, nothing));
  return refusesNothing || rulesOf(shape, property).some(({ name }) => name !== OWN_RULE);
}

/** The value of a property that is not given. */
export function defaultOf(shape: Shape, property: string): unknown {
  return (new shape() as Readonly<Record<string, unknown>>)[property];
}

/** Whether what a rule asks for can be said in Vietnamese and English. */
export function hasSentence(rule: string): boolean {
  return rule in PHRASES;
}

/** The rules of configuration classes for which there is no sentence in Vietnamese and English, as `Class.property: rule`. */
export function rulesWithoutSentence(shape: Shape): string[] {
  return propertiesOf(shape).flatMap((property) =>
    rulesOf(shape, property)
      .filter(({ name, message }) => name !== OWN_RULE && !hasSentence(name) && textIn(message) === undefined)
      .map(({ name }) => `${shape.name}.${property}: ${name}`),
  );
}

const BETWEEN = ' / ';

/** A message in both languages, apart by ` / `; undefined for any other. */
export function textIn(message: unknown): Text | undefined {
  const at = typeof message === 'string' ? message.indexOf(BETWEEN) : -1;
  if (typeof message !== 'string' || at < 0) return undefined;
  return { vi: message.slice(0, at), en: message.slice(at + BETWEEN.length) };
}

function phrasesOf(rules: readonly Rule[]): Text[] {
  const byKind = [...rules].sort((one, other) => ORDER.indexOf(one.name) - ORDER.indexOf(other.name));
  return withRange(byKind).flatMap(({ name, values, message }) => textIn(message) ?? PHRASES[name]?.(values) ?? []);
}

/** A least and a most value are said as one range; text that may have any form but not none is just not empty. */
function withRange(rules: readonly Rule[]): readonly Rule[] {
  const [least, most] = ['min', 'max'].map((name) => rules.find((rule) => rule.name === name));
  const asRange = (rule: Rule): Rule[] => {
    if (rule.name === 'minLength' && rule.values[0] === 1) return [{ ...rule, name: 'isNotEmpty' }];
    if (least === undefined || most === undefined || (rule !== least && rule !== most)) return [rule];
    const [from, to] = [String(least.values[0]), String(most.values[0])];
    return rule === most ? [] : [{ ...rule, message: `từ ${from} đến ${to} / from ${from} to ${to}` }];
  };
  return rules.flatMap(asRange);
}

function joined(phrases: readonly Text[]): Text {
  return { vi: phrases.map(({ vi }) => vi).join(', '), en: phrases.map(({ en }) => en).join(', ') };
}

function rulesOf(shape: Shape, property: string): Rule[] {
  return metadataOf(shape, property)
    .filter(({ type }) => type === 'customValidation' || type === NESTED)
    .map(ruleOf);
}

/** Metadata as it really is: its type does not say what may be absent. */
interface Metadata {
  readonly type: string;
  readonly name?: string | undefined;
  readonly constraints?: readonly unknown[] | undefined;
  readonly each: boolean;
  readonly message: unknown;
  readonly constraintCls: { readonly name: string };
}

function ruleOf({ type, name, constraints = [], each, message, constraintCls }: Metadata): Rule {
  if (type === NESTED) return { name: NESTED, values: [], each, message: undefined };
  const known = name ?? constraintCls.name;
  return {
    name: known,
    values: constraints,
    each,
    message: message ?? (hasSentence(known) ? undefined : ownMessage(constraintCls)),
  };
}

/** What a rule that somebody made says of itself, where that does not hang on the value. */
function ownMessage(rule: object): string | undefined {
  try {
    const [constraint] = getMetadataStorage().getTargetValidatorConstraints(rule as () => void);
    return constraint?.instance.defaultMessage?.();
  } catch {
    return undefined;
  }
}

function metadataOf(shape: Shape, property: string) {
  return getMetadataStorage()
    .getTargetValidationMetadatas(shape, '', false, false)
    .filter(({ propertyName }) => propertyName === property);
}

function listed(allowed: unknown): string {
  return (allowed as readonly unknown[]).map(String).join(', ');
}
