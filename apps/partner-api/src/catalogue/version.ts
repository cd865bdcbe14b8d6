import { parseLegalDay, type LegalDay } from '#canonical';

/** What the catalogue was when it was read: everything recorded up to that version, as it is on that day. */
export interface CatalogueVersion {
  readonly version: number;
  readonly day: LegalDay;
}

const FORM = /^(\d{1,15})\.(\d{4})(\d{2})(\d{2})$/;

/** A version as clients keep it. The day is part of it, since an entry may begin or end by itself. */
export function writeVersion({ version, day }: CatalogueVersion): string {
  return `${String(version)}.${day.replaceAll('-', '')}`;
}

/** Reads what a client kept; undefined: nothing that was ever given out. */
export function readVersion(written: string): CatalogueVersion | undefined {
  const [, version, year, month, date] = FORM.exec(written) ?? [];
  const day = parseLegalDay(`${year ?? ''}-${month ?? ''}-${date ?? ''}`);
  return day && { version: Number(version), day };
}
