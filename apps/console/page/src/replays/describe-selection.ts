import type { Selection } from '../../../contract/replays.ts';
import type { Texts } from '../texts/dictionaries.ts';

/** A selection in a line: `Danh sách mã: 12`, `Theo bộ lọc: 14797, 2.000815`. */
export function describeSelection({ dossierCode, incidentId, codes, filter }: Selection, { replays: { ways } }: Texts): string {
  if (dossierCode !== undefined) return `${ways.dossier}: ${dossierCode}`;
  if (incidentId !== undefined) return `${ways.incident}: ${incidentId}`;
  if (codes !== undefined) return `${ways.list}: ${String(codes.length)}`;
  return `${ways.filter}: ${Object.values(filter ?? {}).join(', ')}`;
}
