import type pg from 'pg';
import { ownerNow } from '../hand-overs/home.ts';
import type { Cipher } from '../cipher.ts';
import type { LaneState, Status } from '#canonical';
import { query } from '../database.ts';
import { groupBy } from '../group-by.ts';
import { cancelItem, type CancelOrder, type Cancelled } from './cancel.ts';
import { nameUnits, type NamedUnit } from './name-units.ts';
import { reveal, type Revealed } from './reveal.ts';
import { readStory, type DossierStory } from './story.ts';
import type { Act } from './write-down.ts';

/** A dossier as it is found. */
export interface DossierHead {
  readonly code: string;
  readonly sourceCode: string | null;
  readonly unit: NamedUnit;
  readonly procedureCode: string;
  readonly status: Status;
  readonly acceptedAt: Date;
  readonly destinations: readonly { readonly id: string; readonly state: LaneState }[];
}

const MOST_FOUND = 20;
/** A shorter beginning of a code would name half the province. */
const SHORTEST_BEGINNING = 8;
const HIGHEST_CHARACTER = '\u{10ffff}';

/** Dossiers, found and told one by one; what an operator does about one of them. */
export class Dossiers {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cipher: Cipher,
  ) {}

  /** By the code, the beginning of one, or the code that the source has for it; at most 20. */
  async find(text: string): Promise<DossierHead[]> {
    const end = text.length >= SHORTEST_BEGINNING ? `${text}${HIGHEST_CHARACTER}` : `${text}\u0001`;
    const rows = await query<Omit<DossierHead, 'unit' | 'destinations'> & { id: number; unit_id: number }>(this.pool, {
      name: 'dossier-find',
      text: FIND,
      values: [text, end, MOST_FOUND],
    });
    const ids = rows.map(({ id }) => id);
    const [unitOf, lanes] = await Promise.all([
      nameUnits(
        this.pool,
        rows.map(({ unit_id }) => unit_id),
      ),
      query<{ dossier_id: number; id: string; state: LaneState }>(this.pool, {
        name: 'dossier-lanes',
        text: LANES,
        values: [ids],
      }),
    ]);
    const lanesOf = groupBy(lanes, ({ dossier_id }) => dossier_id);
    return rows.map(({ id, unit_id, ...head }) => ({
      ...head,
      unit: unitOf(unit_id),
      destinations: (lanesOf.get(id) ?? []).map((lane) => ({ id: lane.id, state: lane.state })),
    }));
  }

  /** Everything that happened to a dossier, masked; undefined: there is none of that code. */
  story(code: string): Promise<DossierStory | undefined> {
    return readStory(this.pool, this.cipher, code);
  }

  /** What is personal of a dossier; that it was looked at, by whom and why is written down with it. */
  reveal(code: string, act: Act): Promise<Revealed | undefined> {
    return reveal(this.pool, this.cipher, { code, act });
  }

  /** Ends one item that is not delivered, at one destination. */
  cancel(order: CancelOrder): Promise<Cancelled> {
    return cancelItem(this.pool, order);
  }
}

const FIND = `
  SELECT DISTINCT ON (o.code) o.id, o.code, o.source_code AS "sourceCode", ${ownerNow('o')} AS unit_id, o.procedure AS "procedureCode",
    o.status, o.created_at AS "acceptedAt"
  FROM (
    (SELECT id FROM dossier WHERE code >= $1 AND code < $2 ORDER BY code LIMIT $3)
    UNION ALL
    (SELECT d.id FROM client c JOIN dossier d ON d.client_id = c.id AND d.source_code = $1 LIMIT $3)
  ) found JOIN dossier o ON o.id = found.id
  ORDER BY o.code LIMIT $3`;

const LANES = `
  SELECT dossier_id, destination AS id, state FROM lane WHERE dossier_id = ANY($1) ORDER BY dossier_id, destination`;
