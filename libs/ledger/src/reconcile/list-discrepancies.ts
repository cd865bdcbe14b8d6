import type pg from 'pg';
import type { LegalDay, MustAct } from '#canonical';
import { query } from '../database.ts';
import { nameUnits, type NamedUnit } from '../desk/name-units.ts';
import type { DiscrepancyKind, Heal, Tier } from './kinds.ts';

/** Most rows that one answer has. */
export const MOST_LISTED = 10_000;

/** What to list; what is absent is no condition. `after`: behind that place. */
export interface DiscrepancyFilter {
  readonly state: 'open' | 'cleared' | 'all';
  readonly tier?: Tier | undefined;
  readonly kind?: DiscrepancyKind | undefined;
  /** Any code of the unit. */
  readonly unit?: string | undefined;
  readonly day?: LegalDay | undefined;
  readonly mustAct?: string | undefined;
  readonly dossierCode?: string | undefined;
  readonly after?: DiscrepancyPlace | undefined;
  readonly limit: number;
}

/** A place in the list: microseconds since 1970 when it was seen last, and the discrepancy. */
export interface DiscrepancyPlace {
  readonly lastMicros: number;
  readonly id: string;
}

/** A difference in one dossier. `heal`: how it is mended, `healState` how far that is, `cause` why. */
export interface DiscrepancyRow {
  readonly id: string;
  readonly side: string;
  readonly tier: Tier;
  readonly kind: DiscrepancyKind;
  readonly field: string;
  readonly dossierCode: string;
  readonly unit: NamedUnit;
  readonly day: LegalDay | null;
  readonly mustAct: MustAct;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly clearedAt: Date | null;
  readonly heal: Heal;
  readonly healState: 'waiting' | 'asked' | 'stopped' | 'person';
  readonly cause: string;
  readonly tries: number;
}

/** A part of the list; `next` is the place of its last one. */
export interface Discrepancies {
  readonly items: readonly DiscrepancyRow[];
  readonly next: DiscrepancyPlace | undefined;
  readonly hasMore: boolean;
}

type Row = Omit<DiscrepancyRow, 'unit'> & { readonly unit_id: number; readonly micros: number };

export async function listDiscrepancies(pool: pg.Pool, filter: DiscrepancyFilter): Promise<Discrepancies> {
  const { state, tier, kind, unit, day, mustAct, dossierCode, after, limit } = filter;
  const rows = await query<Row>(pool, {
    name: `discrepancy-list-${state}`,
    text: listBy(STATES[state]),
    values: [
      ...[tier ?? null, kind ?? null, unit ?? null, day ?? null, mustAct ?? null, dossierCode ?? null],
      ...[after?.lastMicros ?? null, after?.id ?? null, limit + 1],
    ],
  });
  const page = rows.slice(0, limit);
  const unitOf = await nameUnits(
    pool,
    page.map(({ unit_id }) => unit_id),
  );
  const last = page.at(-1);
  return {
    items: page.map(({ unit_id, micros: _micros, ...row }) => ({ ...row, unit: unitOf(unit_id) })),
    next: last && { lastMicros: last.micros, id: last.id },
    hasMore: rows.length > limit,
  };
}

// By the state itself and not by a value: the few that are open are found without those that are over.
const STATES = { open: 'cleared_at IS NULL', cleared: 'cleared_at IS NOT NULL', all: 'true' } as const;

function listBy(state: string): string {
  return `
  SELECT id, side, tier, kind, field, dossier_code AS "dossierCode", unit_id, day, must_act AS "mustAct", first_at AS "firstAt",
    last_at AS "lastAt", cleared_at AS "clearedAt", heal, heal_state AS "healState",
    CASE WHEN heal_state = 'stopped' THEN 'heal.stopped' ELSE cause END AS cause, tries,
    (extract(epoch FROM last_at) * 1000000)::bigint AS micros
  FROM discrepancy
  WHERE ${state} AND ($1::text IS NULL OR tier = $1) AND ($2::text IS NULL OR kind = $2)
    AND ($3::text IS NULL OR unit_id IN (SELECT unit_id FROM unit_alias WHERE code = $3))
    AND ($4::date IS NULL OR day = $4) AND ($5::text IS NULL OR must_act = $5) AND ($6::text IS NULL OR dossier_code = $6)
    AND ($7::bigint IS NULL OR (last_at, id) < (timestamptz 'epoch' + $7::bigint * interval '1 microsecond', $8::uuid))
  ORDER BY last_at DESC, id DESC LIMIT $9`;
}
