import { Agencies } from './agencies.ts';
import { BitemporalIndex, type Bitemporal } from './bitemporal.ts';
import type { LegalDay } from './instant.ts';
import { parseProcedureCode, withoutPublisher } from './identifiers.ts';

/** From our codes to the partner's, or from the partner's to ours. */
export const CODE_DIRECTIONS = ['out', 'in'] as const;
export type CodeDirection = (typeof CODE_DIRECTIONS)[number];

/** One row of a partner's code table: `from` is ours and `to` the partner's; in a table of direction `in` the other way round. */
export interface CodeRow extends Bitemporal {
  readonly table: string;
  readonly partner: string;
  /** `out` where absent. */
  readonly direction?: CodeDirection;
  /** A code, or a code and what is below it: `processing/posting`. */
  readonly from: string;
  readonly to: string;
}

/** A procedure (TTHC) by its national code. */
export interface ProcedureRow extends Bitemporal {
  readonly code: string;
  readonly name: string;
  readonly fieldCode: string;
  readonly fieldName: string;
}

/** By which code of a scheme a unit goes. */
export interface UnitCodeRow extends Bitemporal {
  readonly scheme: string;
  readonly code: string;
  readonly unitId: number;
}

/** Rows of each kind. */
export interface CodeRows {
  readonly codes: readonly CodeRow[];
  readonly procedures: readonly ProcedureRow[];
  readonly unitCodes: readonly UnitCodeRow[];
}

/** When something is looked up: on which legal day, and as it was believed at which instant (microseconds since 1970; absent = now). */
export interface LookUpTime {
  readonly day: LegalDay;
  readonly knownAt?: number | undefined;
}

/** Which code is looked up. */
export interface CodeToFind {
  readonly partner: string;
  readonly table: string;
  readonly direction: CodeDirection;
  readonly code: string;
}

/** Under this name a unit is reported that has no identifier. It is no table of codes: identifiers belong to the register of units. */
export const UNIT_IDENTIFIERS = 'unit';

/** Table in which local and renumbered procedure codes are mapped to national ones. */
export const PROCEDURE_ALIASES = 'procedure';

/** What stands between a code and what is below it, such as a status and its sub-status. */
export const SUB_CODE = '/';

interface Indexes {
  readonly codes: BitemporalIndex<CodeRow>;
  readonly procedures: BitemporalIndex<ProcedureRow>;
  readonly unitCodes: BitemporalIndex<UnitCodeRow>;
  /** Aliases of procedures by where they lead. */
  readonly aliases: ReadonlyMap<string, readonly CodeRow[]>;
}

/**
 * An immutable view of the code tables, procedures and identifiers of units; `version` names exactly this content. Nothing is ever looked
 * up without a day.
 */
export class CodeSnapshot {
  private indexes: Indexes;

  constructor(
    readonly version: string,
    codes: readonly CodeRow[],
    procedures: readonly ProcedureRow[],
    /** Known where dossiers are delivered; nobody else asks for them. */
    readonly agencies: Agencies = new Agencies([]),
  ) {
    this.indexes = {
      codes: BitemporalIndex.of(codes, keyOfCode),
      procedures: BitemporalIndex.of(procedures, ({ code }) => code),
      unitCodes: BitemporalIndex.of<UnitCodeRow>([], ({ scheme, code }) => `${scheme}|${code}`),
      aliases: byTarget(codes.filter(isAlias)),
    };
  }

  /** The snapshot of another version, with these rows in the place of those of the same id. What is the same is shared. */
  next(
    version: string,
    changed: CodeRows,
    { agencies = this.agencies, keepsHistory }: { readonly agencies?: Agencies | undefined; readonly keepsHistory: boolean },
  ): CodeSnapshot {
    const { codes, procedures, unitCodes } = this.indexes;
    const aliases = changed.codes.filter(isAlias);
    const next = new CodeSnapshot(version, [], [], agencies);
    next.indexes = {
      codes: codes.with(changed.codes, { keepsHistory }),
      procedures: procedures.with(changed.procedures, { keepsHistory }),
      unitCodes: unitCodes.with(changed.unitCodes, { keepsHistory }),
      aliases: aliases.length === 0 ? this.indexes.aliases : this.aliasesWith(aliases, keepsHistory),
    };
    return next;
  }

  /** The partner's code for ours on that day; undefined = unmapped, never a blank. */
  translate(partner: string, table: string, from: string, day: LegalDay): string | undefined {
    return this.find({ partner, table, direction: 'out', code: from }, { day })?.to;
  }

  /** The row that says what a code is called: that of the whole code, else that of the code without what is below it. */
  find({ partner, table, direction, code }: CodeToFind, { day, knownAt }: LookUpTime): CodeRow | undefined {
    const at = (from: string): CodeRow | undefined =>
      this.indexes.codes.at(keyOfCode({ partner, table, direction, from }), day, knownAt);
    const above = code.indexOf(SUB_CODE);
    return at(code) ?? (above < 0 || table === PROCEDURE_ALIASES ? undefined : at(code.slice(0, above)));
  }

  /**
   * The procedure that a code names on that day: a national code or a local one of that partner, with or without the suffix of its
   * publisher, however often it was renumbered until then. Undefined = unmapped.
   */
  procedure(partner: string, code: string, day: LegalDay, knownAt?: number): ProcedureRow | undefined {
    const national = parseProcedureCode(this.leadsTo(partner, code, { day, knownAt }))?.national;
    return national === undefined ? undefined : this.indexes.procedures.at(national, day, knownAt);
  }

  /** The codes that lead to a national one at that partner on that day, directly or by others; in order. */
  aliasesOf(partner: string, national: string, { day, knownAt }: LookUpTime): string[] {
    const found = new Set<string>();
    const pending = [national];
    for (let code = pending.pop(); code !== undefined; code = pending.pop()) {
      for (const { from } of this.indexes.aliases.get(`${partner}|${code}`) ?? []) {
        if (found.has(from) || this.alias(partner, from, { day, knownAt }) !== code) continue;
        found.add(from);
        pending.push(from);
      }
    }
    return [...found].toSorted();
  }

  /** The procedures of that day, in the order of their codes. */
  proceduresOn(day: LegalDay): ProcedureRow[] {
    return this.indexes.procedures.on(day).toSorted((one, other) => (one.code < other.code ? -1 : 1));
  }

  /** The unit that goes by a code of a scheme on that day. Known where history is kept. */
  unitOf(scheme: string, code: string, { day, knownAt }: LookUpTime): number | undefined {
    return this.indexes.unitCodes.at(`${scheme}|${code}`, day, knownAt)?.unitId;
  }

  /** Where the last alias leads. A circle, which no table may hold, would end as well. */
  private leadsTo(partner: string, code: string, time: LookUpTime): string {
    const passed = new Set<string>();
    let last = code;
    for (let next: string | undefined = code; next !== undefined && !passed.has(next); next = this.alias(partner, next, time)) {
      passed.add(next);
      last = next;
    }
    return last;
  }

  private alias(partner: string, code: string, time: LookUpTime): string | undefined {
    const find = (from: string): string | undefined =>
      this.find({ partner, table: PROCEDURE_ALIASES, direction: 'out', code: from }, time)?.to;
    return find(code) ?? find(withoutPublisher(code));
  }

  private aliasesWith(changed: readonly CodeRow[], keepsHistory: boolean): Indexes['aliases'] {
    const aliases = new Map(this.indexes.aliases);
    for (const row of changed) {
      const key = `${row.partner}|${row.to}`;
      const others = (aliases.get(key) ?? []).filter(({ id }) => id !== row.id);
      aliases.set(key, keepsHistory || row.recordedTo === undefined ? [...others, row] : others);
    }
    return aliases;
  }
}

/** Names a table of codes, and a code in it. */
function keyOfCode({
  partner,
  table,
  direction = 'out',
  from,
}: Pick<CodeRow, 'partner' | 'table' | 'direction' | 'from'>): string {
  return `${partner}|${table}|${direction}|${from}`;
}

function isAlias({ table, direction = 'out' }: CodeRow): boolean {
  return table === PROCEDURE_ALIASES && direction === 'out';
}

function byTarget(aliases: readonly CodeRow[]): Map<string, CodeRow[]> {
  const byCode = new Map<string, CodeRow[]>();
  for (const row of aliases) {
    const key = `${row.partner}|${row.to}`;
    byCode.set(key, [...(byCode.get(key) ?? []), row]);
  }
  return byCode;
}
