import { parseLegalDay, type LegalDay } from '#canonical';
import type { Finding } from '#ledger';
import { pointerTo } from '#runtime';
import { SHEET_FORMATS, type SheetFormat } from '#sheets';

/** Which sheet, and in which form. */
export interface SheetOrder {
  readonly day: LegalDay;
  readonly format: SheetFormat;
  /** Any code of a unit; undefined: all units of the caller. */
  readonly unit: string | undefined;
}

const LONGEST_CODE = 60;

const FITS: Readonly<Record<string, (value: string) => boolean>> = {
  day: (value) => parseLegalDay(value) !== undefined,
  format: (value) => (SHEET_FORMATS as readonly string[]).includes(value),
  unit: (value) => value !== '' && value.length <= LONGEST_CODE && !value.includes('\0'),
};

/** Reads the parameters; absent: today, JSON, all units of the caller. What does not fit, is there twice, or is not known is named. */
export function readSheetOrder(query: unknown, today: LegalDay): SheetOrder | readonly Finding[] {
  const given = Object.entries((query ?? {}) as Record<string, unknown>);
  const wrong = given.filter(
    ([name, value]) => !Object.hasOwn(FITS, name) || typeof value !== 'string' || FITS[name]?.(value) !== true,
  );
  if (wrong.length > 0) return wrong.map(([name]) => ({ field: pointerTo(name), code: 'query.invalid' }));
  const { day = today, format = 'json', unit } = Object.fromEntries(given) as Record<string, string>;
  return { day: day as LegalDay, format: format as SheetFormat, unit };
}
