import type { Text } from '../text.ts';
import type { Path } from './inspect.ts';
import { settingText, type Shape } from './setting.ts';

const MOST_SHOWN = 80;

/** What stands in the place of a secret. */
export const HIDDEN = '***';

/** A value as people may see it: short, and without the account in an address. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  const open = (text ?? '').replaceAll(/\/\/[^/@\s"]*@/g, `//${HIDDEN}@`);
  return open.length > MOST_SHOWN ? `${open.slice(0, MOST_SHOWN)}…` : open;
}

/** A reason with the value that was received; nothing is said of one that is missing. */
export function withReceived({ vi, en }: Text, received: unknown): Text {
  if (received === undefined) return { vi, en };
  if (received === null || received === '') return { vi: `${vi}; đang để trống`, en: `${en}; it is empty` };
  return { vi: `${vi}; đang là ${shown(received)}`, en: `${en}; it is ${shown(received)}` };
}

/** Whether a setting, or the group that it stands in, is a secret. */
export function isSecret(settings: object, path: Path): boolean {
  let owner: unknown = settings;
  for (const part of path) {
    if (typeof owner !== 'object' || owner === null) return false;
    if (typeof part === 'string' && settingText(owner.constructor as Shape, part)?.secret === true) return true;
    owner = (owner as Readonly<Record<string | number, unknown>>)[part];
  }
  return false;
}
