import { NONE, readDate } from './date.ts';

/** Judges a value; the fault as the portal words it, naming the field by `name`, or undefined. */
export type Kind = (value: unknown, name: string) => string | undefined;

export type Item = Readonly<Record<string, unknown>>;

/** A field. `filled`: must be there and not be blank; `given`: must be there; `optional`: may be left out. */
export interface Field {
  readonly kind: Kind;
  readonly need: 'filled' | 'given' | 'optional';
}

export const filled = (kind: Kind): Field => ({ kind, need: 'filled' });
export const given = (kind: Kind): Field => ({ kind, need: 'given' });
export const optional = (kind: Kind): Field => ({ kind, need: 'optional' });

const expecting =
  (what: string, isRight: (value: unknown) => boolean): Kind =>
  (value, name) =>
    isRight(value) ? undefined : `Trường ${name} không hợp lệ: phải là ${what}`;

const isText = (value: unknown): value is string => typeof value === 'string';
const isDate = (value: unknown): boolean => isText(value) && readDate(value) !== undefined;

export const text = expecting('chuỗi ký tự', isText);
export const integer = expecting('số nguyên', Number.isInteger);
export const amount = expecting('số không âm', (value) => typeof value === 'number' && value >= 0);
export const trueOrFalse = expecting('true hoặc false', (value) => typeof value === 'boolean');
/** The schema has text here, the known client writes a boolean. */
export const looseBoolean = expecting('true hoặc false', (value) => [true, false, 'true', 'false'].includes(value as string));
export const base64 = expecting(
  'Base64',
  (value) => isText(value) && value.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(value),
);
export const date = expecting("ngày dạng yyyy-MM-dd'T'HH:mm:ss.SSSZ", isDate);
export const dateOrNone = expecting(
  `ngày dạng yyyy-MM-dd'T'HH:mm:ss.SSSZ, không có thì ${NONE}`,
  (value) => value === NONE || isDate(value),
);
export const dateOrBlank = expecting("ngày dạng yyyy-MM-dd'T'HH:mm:ss.SSSZ", (value) => value === '' || isDate(value));

export const oneOf = (...values: number[]): Kind => expecting(values.join(', '), (value) => values.includes(value as number));

export const list =
  (of: Kind): Kind =>
  (value, name) => {
    if (!Array.isArray(value)) return `Trường ${name} không hợp lệ: phải là danh sách`;
    return first(value.entries(), ([index, member]) => of(member, `${name}[${String(index)}]`));
  };

/** An object with these fields and no others; the body itself has no name. */
export const object =
  (fields: Readonly<Record<string, Field>>): Kind =>
  (value, name) => {
    if (!isItem(value))
      return name === '' ? 'Dữ liệu phải là một đối tượng JSON' : `Trường ${name} không hợp lệ: phải là đối tượng`;
    const path = name === '' ? '' : `${name}.`;
    const stranger = Object.keys(value).find((member) => !Object.hasOwn(fields, member));
    if (stranger !== undefined) return `Trường ${path}${stranger} không có trong lược đồ`;
    return first(Object.entries(fields), ([member, field]) => checkField(value[member], field, path + member));
  };

/** All of these, one after the other. */
export const inTurn =
  (...kinds: Kind[]): Kind =>
  (value, name) =>
    first(kinds, (kind) => kind(value, name));

export function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkField(value: unknown, { kind, need }: Field, name: string): string | undefined {
  if (value === undefined) return need === 'optional' ? undefined : `Thiếu trường ${name}`;
  if (need === 'filled' && isText(value) && value.trim() === '') return `Trường ${name} không được để trống`;
  return kind(value, name);
}

function first<T>(members: Iterable<T>, judge: (member: T) => string | undefined): string | undefined {
  for (const member of members) {
    const fault = judge(member);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
