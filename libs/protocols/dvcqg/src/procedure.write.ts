import {
  legalDay,
  parseProcedureCode,
  PROCEDURE_ALIASES,
  STATUSES_BEFORE_RECEPTION,
  type Dossier,
  type LegalDay,
  type ProcedureRow,
} from '#canonical';
import type { Pins, RecordToWrite } from '#protocols';
import { DVCQG_PARTNER, type Translation } from './dvcqg.codes.ts';

/** A dossier's procedure on the wire; every member is non-empty unless it was noted as missing. */
export interface WireProcedure {
  readonly MaTTHC: string;
  readonly TenTTHC: string;
  readonly MaLinhVuc: string;
  readonly TenLinhVuc: string;
  readonly pins: Pins | undefined;
}

/**
 * Writes the procedure. What the portal acknowledged once stays as long as the source's code stays the same, whatever becomes
 * of the tables; a name that the source itself gives is taken as it is.
 */
export function writeProcedure(input: RecordToWrite, suffix: string, translation: Translation): WireProcedure {
  const { dossier } = input;
  const pins = input.pins?.procedureCode === dossier.procedureCode ? input.pins : lookUp(input, suffix);
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

function lookUp({ dossier, codes, now }: RecordToWrite, suffix: string): Pins | undefined {
  const day = procedureDay(dossier, legalDay(now));
  const find = (code: string): ProcedureRow | undefined => codes.procedure(DVCQG_PARTNER, code, day);
  // A renumbered code may come with a suffix behind it: the alias is kept for the national part.
  const row = find(dossier.procedureCode) ?? find(parseProcedureCode(dossier.procedureCode)?.national ?? '');
  if (row === undefined) return undefined;
  return {
    procedureCode: dossier.procedureCode,
    wireProcedure: `${row.code}${suffix}`,
    procedureName: row.name,
    fieldCode: row.fieldCode,
    fieldName: row.fieldName,
  };
}

/** The legal day by which a procedure code is understood: reception, or submission for a dossier that was never received. */
function procedureDay(dossier: Dossier, today: LegalDay): LegalDay {
  const filed = STATUSES_BEFORE_RECEPTION.includes(dossier.status) ? dossier.submittedAt : undefined;
  const at = filed ?? dossier.receivedAt;
  return at === undefined ? today : legalDay(at);
}
