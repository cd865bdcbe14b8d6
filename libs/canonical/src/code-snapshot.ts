import { Agencies } from './agencies.ts';
import type { LegalDay } from './instant.ts';
import { parseProcedureCode } from './identifiers.ts';

/** One row of a partner's code table: our code (`from`) and the partner's (`to`), valid in the half-open range of legal days. */
export interface CodeRow {
  readonly table: string;
  readonly partner: string;
  readonly from: string;
  readonly to: string;
  readonly validFrom?: LegalDay;
  readonly validTo?: LegalDay;
}

/** A procedure (TTHC) by its national code, valid in the half-open range of legal days. */
export interface ProcedureRow {
  readonly code: string;
  readonly name: string;
  readonly fieldCode: string;
  readonly fieldName: string;
  readonly validFrom?: LegalDay;
  readonly validTo?: LegalDay;
}

/** Under this name a unit is reported that has no identifier. It is no table of codes: identifiers belong to the register of units. */
export const UNIT_IDENTIFIERS = 'unit';

/** Table in which non-conforming local procedure codes are mapped to national ones. */
export const PROCEDURE_ALIASES = 'procedure';

/** An immutable view of the code tables, procedures and identifiers of units; `version` names exactly this content. Nothing is ever looked up without a day. */
export class CodeSnapshot {
  private readonly codes = new Map<string, CodeRow[]>();
  private readonly procedures = new Map<string, ProcedureRow[]>();

  constructor(
    readonly version: string,
    codes: readonly CodeRow[],
    procedures: readonly ProcedureRow[],
    /** Known where dossiers are delivered; nobody else asks for them. */
    readonly agencies: Agencies = new Agencies([]),
  ) {
    for (const row of codes) append(this.codes, `${row.partner}|${row.table}|${row.from}`, row);
    for (const row of procedures) append(this.procedures, row.code, row);
  }

  /** The partner's code for ours on that day; undefined = unmapped, never a blank. */
  translate(partner: string, table: string, from: string, day: LegalDay): string | undefined {
    return validOn(this.codes.get(`${partner}|${table}|${from}`), day)?.to;
  }

  /** The procedure that a code (national, with suffix, or a local alias of that partner) names on that day; undefined = unmapped. */
  procedure(partner: string, code: string, day: LegalDay): ProcedureRow | undefined {
    const national = parseProcedureCode(this.translate(partner, PROCEDURE_ALIASES, code, day) ?? code)?.national;
    return national === undefined ? undefined : validOn(this.procedures.get(national), day);
  }

  /** The procedures of that day, in the order of their codes. */
  proceduresOn(day: LegalDay): ProcedureRow[] {
    return [...this.procedures.values()].flatMap((rows) => validOn(rows, day) ?? []);
  }
}

function validOn<T extends { validFrom?: LegalDay; validTo?: LegalDay }>(rows: T[] | undefined, day: LegalDay): T | undefined {
  return rows?.find(
    ({ validFrom, validTo }) => (validFrom === undefined || validFrom <= day) && (validTo === undefined || day < validTo),
  );
}

function append<T>(rows: Map<string, T[]>, key: string, row: T): void {
  const present = rows.get(key);
  if (present === undefined) rows.set(key, [row]);
  else present.push(row);
}
