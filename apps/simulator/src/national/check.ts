import type { Field, Kind, Shape } from './fields.ts';

type Item = Readonly<Record<string, unknown>>;

/** The first fault of an item, as the portal would word it; undefined = accepted. */
export function check(item: unknown, shape: Shape, path = ''): string | undefined {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return `Dữ liệu ${path || 'hồ sơ'} không hợp lệ`;
  for (const [name, field] of Object.entries(shape)) {
    const fault = checkField((item as Item)[name], { field, name: `${path}${name}`, item: item as Item });
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function checkField(value: unknown, { field, name, item }: { field: Field; name: string; item: Item }): string | undefined {
  const required = typeof field.required === 'function' ? field.required(item) : field.required === true;
  if (value === undefined || (isTextual(field.kind) && isBlank(value)))
    return required ? `Trường ${name} không được để trống` : undefined;
  return checkValue(value, field.kind, name);
}

function isBlank(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === '';
}

function isTextual(kind: Kind): boolean {
  return kind.is === 'text' || kind.is === 'date' || kind.is === 'one-of';
}

function checkValue(value: unknown, kind: Kind, name: string): string | undefined {
  const invalid = `Trường ${name} không hợp lệ`;
  switch (kind.is) {
    case 'text':
      if (typeof value !== 'string') return invalid;
      if (kind.most !== undefined && Array.from(value).length > kind.most)
        return `Trường ${name} vượt quá ${String(kind.most)} ký tự`;
      return kind.like === undefined || kind.like.test(value) ? undefined : invalid;
    case 'date':
      return typeof value === 'string' && (isDate(value) || (kind.iso === true && isDate(compact(value))))
        ? undefined
        : `Trường ${name} sai định dạng ngày`;
    case 'one-of':
      return kind.values.includes(value as string) ? undefined : invalid;
    case 'integer':
      return Number.isInteger(value) ? undefined : invalid;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : invalid;
    case 'list':
      return checkList(value, kind.of, name);
  }
}

function checkList(value: unknown, shape: Shape, name: string): string | undefined {
  if (!Array.isArray(value)) return `Trường ${name} không hợp lệ`;
  for (const [index, member] of value.entries()) {
    const fault = check(member, shape, `${name}[${String(index)}].`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** `yyyyMMddHHmmss`, a time that exists. */
function isDate(value: string): boolean {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(value);
  if (match === null) return false;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [number, number, number, number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1900 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
}

/** An ISO time without its marks; anything else stays what it is. */
function compact(value: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/.exec(value);
  return match === null ? value : match.slice(1, 7).join('');
}
