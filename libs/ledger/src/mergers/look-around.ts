import type pg from 'pg';
import type { LegalDay } from '#canonical';
import type { RowFault } from '#runtime';
import { sha256 } from '#canonical';
import { groupBy } from '../group-by.ts';
import { isOfAgency } from '../known-units.ts';
import type { MergerEntry, OldUnit } from './merger.ts';

/** What the ledger says of the units of a resolution: which there are, and what is wrong with a row. */
export interface Surroundings {
  readonly old: readonly OldUnit[];
  /** By the administrative code of its unit: in which manner its agency identifier is made. */
  readonly manners: Readonly<Record<string, string>>;
  readonly faults: readonly RowFault[];
}

type Database = Pick<pg.PoolClient, 'query'>;

/** Finds the units of a resolution as they are on the day before it, and the codes that it wants. */
export async function lookAround(
  db: Database,
  { on, entries }: { readonly on: LegalDay; readonly entries: readonly MergerEntry[] },
): Promise<Surroundings> {
  const codes = [...new Set(entries.map(({ oldCode }) => oldCode))];
  const wanted = [...new Set(entries.map(({ newCode }) => newCode))];
  const { rows: old } = await db.query<OldUnit & { identifier: string | null }>(OLD, [codes, on]);
  const manners = Object.fromEntries(old.flatMap((unit) => mannerOf(unit)));
  const identifiers = new Map(
    [...groupBy(entries, ({ newCode }) => newCode)].flatMap(([code, rows]) => {
      const identifier = identifierOfNew(rows, manners);
      return identifier === undefined ? [] : [[code, identifier] as const];
    }),
  );
  const { rows: holders } = await db.query<Holder>(HOLDERS, [wanted, on, [...identifiers.values()], old.map(({ id }) => id)]);
  return {
    old: old.map(({ identifier: _identifier, ...unit }) => unit),
    manners,
    faults: [
      ...entries.flatMap((entry) => [
        ...faultsOfOld(entry, old, on),
        ...faultsOfNew(entry, identifiers.get(entry.newCode), holders),
      ]),
      ...identifierTwice(entries, identifiers),
    ],
  };
}

/** What a preview was made of; another one, and it has to be looked at again. */
export function versionOf(
  { resolution, on, entries }: { resolution: string; on: LegalDay; entries: readonly MergerEntry[] },
  { old, manners, faults }: Surroundings,
): string {
  const byId = old.toSorted((a, b) => a.id - b.id);
  return sha256(JSON.stringify([resolution, on, entries, byId, manners, faults])).slice(0, 16);
}

interface Holder {
  readonly scheme: string;
  readonly code: string;
  readonly name: string;
}

function faultsOfOld({ line, oldCode }: MergerEntry, old: readonly OldUnit[], on: LegalDay): RowFault[] {
  const unit = old.find(({ code }) => code === oldCode);
  if (unit === undefined)
    return [
      say(
        line,
        'old_code',
        `không đơn vị nào có mã ${oldCode} vào ngày trước ${on}`,
        `no unit has the code ${oldCode} before ${on}`,
      ),
    ];
  if (unit.to !== null)
    return [say(line, 'old_code', `${unit.name} đã có ngày kết thúc ${unit.to}`, `${unit.name} ends on ${unit.to} already`)];
  return [];
}

/** The agency identifier of a new unit: the one of its rows, else the stand-in in the manner of its first predecessor that has one. */
export function identifierOfNew(entries: readonly MergerEntry[], manners: Surroundings['manners']): string | undefined {
  const [first] = entries;
  const manner = entries.map(({ oldCode }) => manners[oldCode]).find((one) => one !== undefined);
  return first?.identifier ?? (first === undefined || manner === undefined ? undefined : `${manner}${first.newCode}`);
}

function faultsOfNew(
  { line, newCode, identifier: given }: MergerEntry,
  identifier: string | undefined,
  holders: readonly Holder[],
): RowFault[] {
  const isCodeTaken = holders.some(({ scheme, code }) => scheme === 'administrative' && code === newCode);
  // A stand-in follows from the code: where that is taken it is said once.
  const wanted = given === null && isCodeTaken ? undefined : identifier;
  return holders
    .filter(({ scheme, code }) => (scheme === 'administrative' ? code === newCode : code === wanted))
    .map(({ scheme, code, name }) => {
      const column = scheme === 'administrative' ? 'new_code' : 'identifier';
      return say(line, column, `${code} là mã của ${name}, đơn vị vẫn còn`, `${code} is the code of ${name}, which goes on`);
    });
}

/** Two new units under one identifier, be it given or a stand-in. */
function identifierTwice(entries: readonly MergerEntry[], identifiers: ReadonlyMap<string, string>): RowFault[] {
  const first = new Map<string, MergerEntry>();
  return entries.flatMap((entry) => {
    const identifier = identifiers.get(entry.newCode);
    if (identifier === undefined) return [];
    const earlier = first.get(identifier) ?? entry;
    first.set(identifier, earlier);
    if (earlier.newCode === entry.newCode) return [];
    const line = String(earlier.line);
    return [
      say(entry.line, 'identifier', `${identifier} là của đơn vị ở dòng ${line}`, `${identifier} is of the unit of line ${line}`),
    ];
  });
}

/** `H56.` of `H56.14797`; nothing where the identifier is not made of the code. */
function mannerOf({ code, identifier }: OldUnit & { identifier: string | null }): [string, string][] {
  return identifier?.endsWith(`.${code}`) === true ? [[code, identifier.slice(0, -code.length)]] : [];
}

const OLD = `
  SELECT u.id, a.code, u.name, u.type, lower(u.valid)::text AS "from", upper(u.valid)::text AS "to",
    (SELECT i.code FROM unit_alias i WHERE i.unit_id = u.id AND i.scheme = 'decision-20' AND upper_inf(i.recorded)
      AND i.valid @> ($2::date - 1) ORDER BY i.id DESC LIMIT 1) AS identifier
  FROM unit_alias a JOIN unit u ON u.id = a.unit_id
  WHERE a.scheme = 'administrative' AND a.code = ANY($1) AND a.valid @> ($2::date - 1) AND upper_inf(a.recorded) ORDER BY a.code`;

const HOLDERS = `
  SELECT a.scheme, a.code, u.name FROM unit_alias a JOIN unit u ON u.id = a.unit_id
  WHERE upper_inf(a.recorded) AND a.valid && daterange($2::date, NULL) AND NOT a.unit_id = ANY($4)
    AND (a.scheme = 'administrative' AND a.code = ANY($1) OR ${isOfAgency('a')} AND a.code = ANY($3)) ORDER BY 1, 2`;

function say(line: number, column: string, vi: string, en: string): RowFault {
  return { line, column, reason: { vi, en } };
}
