import { sha256 } from '#canonical';

/** The longest text that is taken for a code; a longer one is named by its beginning and its hash. */
export const LONGEST_CODE = 80;

/** Names the lack of one code at a destination: the cause that its lanes are held for, and the incident. A code of any length fits. */
export function unmappedFingerprint({ destination, table, code }: { destination: string; table: string; code: string }): string {
  const named = code.length <= LONGEST_CODE ? code : `${code.slice(0, LONGEST_CODE / 2)}…${sha256(code).slice(0, 16)}`;
  return `unmapped|${destination}|${table}|${named}`;
}
