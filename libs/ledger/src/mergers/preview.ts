import type pg from 'pg';
import type { LegalDay } from '#canonical';
import type { RowFault } from '#runtime';
import { columns } from '../accept/columns.ts';
import { groupBy } from '../group-by.ts';
import { identifierOfNew, type Surroundings } from './look-around.ts';
import type { MergerEntry, MergerHead, OldUnit } from './merger.ts';

/** A unit of before with what is open there; `becomes`: codes. `late`: dossiers that it received since the day, where that is past. */
export interface OldUnitPreview extends OldUnit {
  readonly becomes: readonly string[];
  readonly isDivided: boolean;
  readonly dossiers: number;
  readonly open: number;
  readonly late: number;
}

/** A client that speaks for a unit that ends. `carriedOver`: its scope goes on with the same unit under another name or code. */
export interface ScopePreview {
  readonly client: string;
  readonly unit: string;
  readonly name: string;
  readonly becomes: readonly string[];
  readonly carriedOver: boolean;
}

/** What waits at a destination, of all dossiers of the units that end. */
export interface PendingPreview {
  readonly destination: string;
  readonly dialect: string;
  readonly pending: number;
  readonly waiting: number;
  /**
   * Dossiers that were acknowledged under an identifier that is none of the successors' although they were received since the day: where it is past.
   * They stay known so: the identifier is pinned when a dossier is first acknowledged, and no replay changes it.
   */
  readonly underFormer: number;
}

/** A code under which a unit that ends is known. */
export interface CodePreview {
  readonly scheme: string;
  readonly code: string;
  readonly unit: string;
}

/** What a merger would do. Nothing of it is written. `version`: what is recorded is this and nothing else. */
export interface MergerPreview {
  readonly version: string;
  readonly isPast: boolean;
  readonly units: readonly OldUnitPreview[];
  readonly made: readonly {
    readonly code: string;
    readonly name: string;
    readonly type: string;
    readonly of: readonly string[];
  }[];
  readonly scopes: readonly ScopePreview[];
  /** Clients whose cursors of the status feed are answered 410 from that day on. */
  readonly growing: readonly string[];
  readonly pending: readonly PendingPreview[];
  readonly codes: readonly CodePreview[];
  /** Rows of tables of codes that name an old code. */
  readonly codeRows: number;
  readonly unitsBefore: number;
  readonly unitsAfter: number;
  readonly faults: readonly RowFault[];
}

type Database = Pick<pg.PoolClient, 'query'>;

/** Counts what a merger would concern. */
export async function lookAhead(
  db: Database,
  { merger, around, version }: { merger: Ahead; around: Surroundings; version: string },
  today: LegalDay,
): Promise<MergerPreview> {
  const { on, entries } = merger;
  const ids = around.old.map(({ id }) => id);
  const codes = around.old.map(({ code }) => code);
  const { rows: counted } = await db.query<Counted>(DOSSIERS, [ids, on]);
  const { rows: scopes } = await db.query<{ client: string; unitId: number }>(SCOPES, [ids, on]);
  const { rows: pending } = await db.query<PendingPreview>(PENDING, [
    ids,
    on,
    ...columns(newIdentifiers(entries, around), ['old', 'identifier']),
  ]);
  const { rows: aliases } = await db.query<{ scheme: string; code: string; unitId: number }>(ALIASES, [ids, on]);
  const { rows: sums } = await db.query<{ units: number; codeRows: number }>(SUMS, [on, codes]);
  const [{ units: unitsBefore, codeRows } = { units: 0, codeRows: 0 }] = sums;
  const becomes = (code: string): string[] => entries.filter(({ oldCode }) => oldCode === code).map(({ newCode }) => newCode);
  const unitOf = new Map(around.old.map((unit) => [unit.id, unit]));
  const seen = scopes.flatMap(({ client, unitId }) => toScope(client, unitOf.get(unitId), entries));
  const made = madeOf(entries);
  return {
    ...{ version, isPast: on <= today, made, scopes: seen, pending, codeRows, unitsBefore, faults: around.faults },
    units: around.old.map((unit) => ({
      ...{ ...unit, becomes: becomes(unit.code), isDivided: entries.some(isPartOf(unit.code)) },
      ...(counted.find(({ unitId }) => unitId === unit.id) ?? NOTHING),
    })),
    growing: [...new Set(seen.filter(({ carriedOver }) => carriedOver).map(({ client }) => client))],
    codes: aliases.map(({ scheme, code, unitId }) => ({ scheme, code, unit: unitOf.get(unitId)?.name ?? '' })),
    unitsAfter: unitsBefore - ids.length + made.length,
  };
}

/** The identifiers of what each unit becomes. */
function newIdentifiers(
  entries: readonly MergerEntry[],
  { old, manners }: Surroundings,
): { old: number; identifier: string | null }[] {
  const rowsOfNew = groupBy(entries, ({ newCode }) => newCode);
  return entries.map(({ oldCode, newCode }) => ({
    old: old.find(({ code }) => code === oldCode)?.id ?? 0,
    identifier: identifierOfNew(rowsOfNew.get(newCode) ?? [], manners) ?? null,
  }));
}

type Ahead = Pick<MergerHead, 'on'> & { readonly entries: readonly MergerEntry[] };

interface Counted {
  readonly unitId: number;
  readonly dossiers: number;
  readonly open: number;
  readonly late: number;
}

const NOTHING = { dossiers: 0, open: 0, late: 0 };

function isPartOf(code: string): (entry: MergerEntry) => boolean {
  return ({ oldCode, kind }) => oldCode === code && kind === 'split';
}

function toScope(client: string, unit: OldUnit | undefined, entries: readonly MergerEntry[]): ScopePreview[] {
  if (unit === undefined) return [];
  const rows = entries.filter(({ oldCode }) => oldCode === unit.code);
  const carriedOver = rows.some(({ kind }) => kind === 'rename' || kind === 'move');
  return [{ client, unit: unit.code, name: unit.name, becomes: rows.map(({ newCode }) => newCode), carriedOver }];
}

function madeOf(entries: readonly MergerEntry[]): MergerPreview['made'] {
  const codes = [...new Set(entries.map(({ newCode }) => newCode))];
  return codes.flatMap((code) => {
    const rows = entries.filter(({ newCode }) => newCode === code);
    return rows
      .slice(0, 1)
      .map(({ newName: name, newType: type }) => ({ code, name, type, of: rows.map(({ oldCode }) => oldCode) }));
  });
}

/** The statuses after which nothing more is expected of a dossier: refused, stopped, returned. */
export const OVER = '3, 8, 10';

const DOSSIERS = `
  SELECT received_unit_id AS "unitId", count(*)::int AS dossiers, count(*) FILTER (WHERE status NOT IN (${OVER}))::int AS open,
    count(*) FILTER (WHERE received_on >= $2::date)::int AS late
  FROM dossier WHERE received_unit_id = ANY($1) GROUP BY 1`;

const SCOPES = `
  SELECT c.code AS client, s.unit_id AS "unitId" FROM client_scope s JOIN client c ON c.id = s.client_id
  WHERE s.unit_id = ANY($1) AND s.valid @> $2::date ORDER BY 1, 2`;

const PENDING = `
  SELECT d.id AS destination, d.dialect,
    count(l.dossier_id) FILTER (WHERE l.state IN ('due', 'leased', 'verifying'))::int AS pending,
    count(l.dossier_id) FILTER (WHERE l.state IN ('held', 'blocked'))::int AS waiting,
    count(l.dossier_id) FILTER (WHERE l.pins -> 'agency' IS NOT NULL AND o.received_on >= $2::date AND NOT EXISTS (
      SELECT FROM unnest($3::int[], $4::text[]) AS n (old, identifier)
      WHERE n.old = o.received_unit_id AND n.identifier = l.pins #>> '{agency,identifier}'))::int AS "underFormer"
  FROM destination d LEFT JOIN (lane l JOIN dossier o ON o.id = l.dossier_id AND o.received_unit_id = ANY($1))
    ON l.destination = d.id
  GROUP BY d.id, d.dialect ORDER BY d.id`;

const ALIASES = `
  SELECT scheme, code, unit_id AS "unitId" FROM unit_alias
  WHERE unit_id = ANY($1) AND upper_inf(recorded) AND valid @> ($2::date - 1) ORDER BY scheme, code`;

const SUMS = `
  SELECT (SELECT count(*)::int FROM unit u WHERE u.valid @> ($1::date - 1)
      AND NOT EXISTS (SELECT FROM unit_alias t WHERE t.unit_id = u.id AND t.scheme = 'sandbox')) AS units,
    (SELECT count(*)::int FROM code_row WHERE upper_inf(recorded) AND (from_code = ANY($2) OR to_code = ANY($2))) AS "codeRows"`;
