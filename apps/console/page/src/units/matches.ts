import type { ListedUnit } from '../../../contract/units.ts';

/** Whether a unit is what somebody looks for: by code, identifier or name, with or without diacritics. */
export function matchesUnit(
  { code, name, identifiers }: Pick<ListedUnit, 'code' | 'name' | 'identifiers'>,
  sought: string,
): boolean {
  const wanted = plain(sought);
  return [code ?? '', name, ...identifiers].some((text) => plain(text).includes(wanted));
}

function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/đ/gi, 'd').toLowerCase().trim();
}
