import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { Text } from '../text.ts';
import { defaultOf, expectationOf, hasSentence, isRequired, ownRulesOf, textIn } from './expectation.ts';
import { nearest } from './nearest.ts';
import { OWN_RULE, propertiesOf, settingText, type Shape } from './setting.ts';

/** Where something stands: names of settings, and places in lists from 0 on. */
export type Path = readonly (string | number)[];

/** Something that is wrong with the settings, not yet with a place in a file. */
export interface Finding {
  readonly path: Path;
  readonly reason: Text;
  /** A value to write instead, without the name of the setting. */
  readonly value?: string | undefined;
  /** The line to write, where it is not `<setting>: <value>`. */
  readonly write?: string | undefined;
  /** The value that is wrong may be shown. */
  readonly received?: unknown;
}

/** Which class describes a group that its own class leaves open; undefined where nothing does. */
export type PartOf = (owner: object, property: string) => Shape | undefined;

/** Settings as they came, made into instances of their classes, with everything that is wrong. */
export interface Inspected<T> {
  readonly settings: T;
  readonly findings: readonly Finding[];
}

const GROUP: Text = { vi: 'nhóm thiết lập', en: 'a group of settings' };
const NO_PART: PartOf = () => undefined;
const OPTIONS = { forbidUnknownValues: false } as const;

/** Makes the instance of a configuration class, and finds all that is wrong in it. */
export function inspect<T extends object>(shape: Shape<T>, content: object, partOf: PartOf = NO_PART): Inspected<T> {
  const settings = plainToInstance(shape, content, { exposeDefaultValues: true });
  const findings = [...findingsOf(validateSync(settings, OPTIONS), []), ...inspectMembers(settings, [], partOf)];
  return { settings, findings };
}

/** What validation found, in words. */
export function findingsOf(errors: readonly ValidationError[], at: Path): Finding[] {
  const wrong = new Set(errors.filter((error) => !isWrongTogether(error)).map(({ property }) => property));
  return errors.flatMap((error) => {
    const path = [...at, indexOr(error.property)];
    return [...ownFindings(error, path, wrong), ...findingsOf(error.children ?? [], path)];
  });
}

/** Whether a value breaks rules of ours alone, which may be about other settings. */
function isWrongTogether({ constraints = {} }: ValidationError): boolean {
  return Object.keys(constraints).every((rule) => rule === OWN_RULE);
}

/** Unknown members, keys that are there twice, and the groups that are described by another class. */
function inspectMembers(owner: object, at: Path, partOf: PartOf): Finding[] {
  const shape = owner.constructor as Shape;
  const known = propertiesOf(shape);
  const members = owner as Record<string, unknown>;
  return Object.keys(owner).flatMap((name) => {
    const path = [...at, name];
    if (!known.includes(name)) return [unknown(path, name, known)];
    const part = partOf(owner, name);
    const value = members[name];
    if (part === undefined || !isPlain(value)) return inspectMember(value, { path, key: settingText(shape, name)?.key }, partOf);
    const { settings, findings } = inspect(part, value, partOf);
    members[name] = settings;
    return findings.map((finding) => ({ ...finding, path: [...path, ...finding.path] }));
  });
}

function inspectMember(value: unknown, { path, key }: { path: Path; key: string | undefined }, partOf: PartOf): Finding[] {
  if (Array.isArray(value)) {
    const within = value.flatMap((entry: unknown, index) => inspectMember(entry, { path: [...path, index], key }, partOf));
    return key === undefined ? within : [...within, ...doubles(value, path, key)];
  }
  return typeof value === 'object' && value !== null && !isPlain(value) ? inspectMembers(value, path, partOf) : [];
}

function doubles(list: readonly unknown[], at: Path, key: string): Finding[] {
  const names = list.map((entry) =>
    typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>)[key] : entry,
  );
  return names.flatMap((name, index): Finding[] => {
    const first = names.indexOf(name);
    if (name === undefined || first === index) return [];
    const where = `${describePath([...at, first, key])} = ${JSON.stringify(name)}`;
    const reason = { vi: `trùng với ${where}`, en: `is the same as ${where}` };
    return [{ path: [...at, index, key], reason, value: typeof name === 'string' ? `${name}-2` : undefined }];
  });
}

function unknown(path: Path, name: string, known: readonly string[]): Finding {
  const meant = nearest(name, known);
  const reason = { vi: 'không có thiết lập này', en: 'there is no such setting' };
  if (meant !== undefined) return { path, reason, write: `${meant}: …` };
  const all = known.join(', ');
  return { path, reason: { vi: `${reason.vi}; có: ${all}`, en: `${reason.en}; there are: ${all}` } };
}

function ownFindings(error: ValidationError, path: Path, wrong: ReadonlySet<string>): Finding[] {
  const { target, property, constraints } = error;
  const value: unknown = error.value;
  if (constraints === undefined) return [];
  if (target === undefined || isIndex(property)) return [{ path, reason: mustBe(GROUP), received: value }];
  const shape = target.constructor as Shape;
  if (isWrongTogether(error)) return brokenRules(target, { shape, property, path }, wrong);
  const { [OWN_RULE]: _own, ...rules } = constraints;
  const remedy = { value: remedyOf(shape, property) };
  // Rules that have no place in a sentence with others say themselves what is wrong.
  if (!Object.keys(rules).some(hasSentence))
    return Object.values(rules).map((message) => ({ path, reason: asText(message), received: value, ...remedy }));
  const expected = mustBe(expectationOf(shape, property));
  const isMissing = (value === undefined || value === null) && isRequired(shape, property);
  return [{ path, reason: isMissing ? missing(expected) : expected, ...(!isMissing && { received: value }), ...remedy }];
}

function asText(message: string): Text {
  return textIn(message) ?? { vi: message, en: message };
}

interface Place {
  readonly shape: Shape;
  readonly property: string;
  readonly path: Path;
}

function brokenRules(owner: object, { shape, property, path }: Place, wrong: ReadonlySet<string>): Finding[] {
  const value = (owner as Record<string, unknown>)[property];
  return ownRulesOf(shape, property)
    .filter(({ involves = [] }) => !involves.some((other) => wrong.has(other)))
    .filter(({ holds }) => !holds(value, owner))
    .map(({ says, write }) => ({ path, reason: says, received: value, value: write?.(owner) ?? remedyOf(shape, property) }));
}

/** The example of a setting, or its default. */
function remedyOf(shape: Shape, property: string): string | undefined {
  const example = settingText(shape, property)?.example;
  if (example !== undefined) return example;
  const value = defaultOf(shape, property);
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}

function mustBe({ vi, en }: Text): Text {
  return { vi: `phải là ${vi}`, en: `must be ${en}` };
}

function missing({ vi, en }: Text): Text {
  return { vi: `thiếu; ${vi}`, en: `missing; ${en}` };
}

/** A path as people write it: `destinations[0].leaseMs`. */
export function describePath(path: Path): string {
  return path.map((part, at) => (typeof part === 'number' ? `[${String(part)}]` : `${at === 0 ? '' : '.'}${part}`)).join('');
}

function indexOr(property: string): string | number {
  return isIndex(property) ? Number(property) : property;
}

function isIndex(property: string): boolean {
  return /^\d+$/.test(property);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
