import { PROCEDURE_ALIASES } from '#canonical';
import { pinnedProcedure, type Pins, type RecordToWrite, type Translation } from '#protocols';
import { DVCQG_PARTNER, type DvcqgTable } from './dvcqg.codes.ts';

/** A dossier's procedure on the wire; every member is non-empty unless it was noted as missing. */
export interface WireProcedure {
  readonly MaTTHC: string;
  readonly TenTTHC: string;
  readonly MaLinhVuc: string;
  readonly TenLinhVuc: string;
  readonly pins: Pins | undefined;
}

/** Writes the procedure. A name that the source itself gives is taken as it is. */
export function writeProcedure(input: RecordToWrite, suffix: string, translation: Translation<DvcqgTable>): WireProcedure {
  const { dossier } = input;
  const pins = pinnedProcedure(input, { partner: DVCQG_PARTNER, suffix });
  const gap = (field: string): string => {
    translation.note({ table: PROCEDURE_ALIASES, code: dossier.procedureCode, field });
    return '';
  };
  const filled = (given: string | undefined, known: string | undefined, field: string): string =>
    [given, known].find((text) => text !== undefined && text !== '') ?? gap(field);
  return {
    MaTTHC: filled(undefined, pins?.wireProcedure, '/procedureCode'),
    TenTTHC: filled(dossier.procedureName, pins?.procedureName, '/procedureName'),
    MaLinhVuc: filled(dossier.fieldCode, pins?.fieldCode, '/fieldCode'),
    TenLinhVuc: filled(dossier.fieldName, pins?.fieldName, '/fieldName'),
    pins,
  };
}
