import { describePath, type Finding, type Path } from './inspect.ts';
import { propertiesOf, settingText, type Reload, type Shape } from './setting.ts';

/** A setting whose value is another one. */
export interface Change {
  readonly path: Path;
  readonly reload: Reload;
}

/**
 * What differs between two readings of the same class. A group is compared member by member, a list of named groups by their names;
 * where groups came or went, or stand in another order, the list is what changed.
 */
export function changesBetween(former: object, next: object, at: Path = []): Change[] {
  const shape = former.constructor as Shape;
  return propertiesOf(shape).flatMap((name) => {
    const { reload = 'restart', key } = settingText(shape, name) ?? {};
    const [one, other] = [memberOf(former, name), memberOf(next, name)];
    return compare(one, other, { path: [...at, name], reload, key });
  });
}

/** The changes that need a restart, as what is wrong with taking them over now. */
export function needingRestart(changes: readonly Change[]): Finding[] {
  const reason = {
    vi: 'đã đổi, nhưng chỉ có hiệu lực khi khởi động lại; chưa thay đổi nào của tệp được áp dụng',
    en: 'was changed, which takes a restart; no change of the file is in force',
  };
  return changes.filter(({ reload }) => reload === 'restart').map(({ path }) => ({ path, reason }));
}

/** The names of what changed. */
export function namesOf(changes: readonly Change[]): string[] {
  return changes.map(({ path }) => describePath(path));
}

interface Place extends Change {
  readonly key: string | undefined;
}

function compare(one: unknown, other: unknown, { path, reload, key }: Place): Change[] {
  if (isGroup(one) && isGroup(other) && one.constructor === other.constructor) return changesBetween(one, other, path);
  if (key !== undefined && Array.isArray(one) && Array.isArray(other) && haveSameNames(one, other, key))
    return one.flatMap((entry: object, index) => changesBetween(entry, other[index] as object, [...path, index]));
  return JSON.stringify(one) === JSON.stringify(other) ? [] : [{ path, reload }];
}

function haveSameNames(one: readonly unknown[], other: readonly unknown[], key: string): boolean {
  const names = (list: readonly unknown[]): string => JSON.stringify(list.map((entry) => memberOf(entry as object, key)));
  return names(one) === names(other);
}

function memberOf(owner: object, name: string): unknown {
  return (owner as Readonly<Record<string, unknown>>)[name];
}

/** Whether a class tells of its members; what it leaves open is one value. */
function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null && propertiesOf(value.constructor as Shape).length > 0;
}
