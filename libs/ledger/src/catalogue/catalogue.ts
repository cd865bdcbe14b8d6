import type pg from 'pg';
import type { LegalDay } from '#canonical';
import { query } from '../database.ts';
import { readList, readShown, type KeptList } from './lists.ts';
import {
  readProcedure,
  readProcedures,
  type CatalogueProcedure,
  type DetailedProcedure,
  type ProcedureOrder,
} from './procedures.ts';
import type { Since } from './since.ts';
import { readUnits, type CatalogueUnit } from './units.ts';

export type CatalogueList = 'procedures' | 'units';

/** The catalogue as it is published: what was true on a day, by all that is recorded now. */
export class Catalogue {
  constructor(private readonly pool: pg.Pool) {}

  /** The version of a list: milliseconds since 1970, and greater with every transaction that changed it. */
  async version(list: CatalogueList): Promise<number> {
    const [row] = await query<{ version: string }>(this.pool, {
      name: 'catalogue-version',
      text: 'SELECT version FROM catalogue_version WHERE list = $1 ORDER BY version DESC LIMIT 1',
      values: [list],
    });
    return Number(row?.version);
  }

  /** Whether a version was ever given out here. */
  async knows(list: CatalogueList, version: number): Promise<boolean> {
    const rows = await query(this.pool, {
      name: 'catalogue-knows',
      text: 'SELECT 1 FROM catalogue_version WHERE list = $1 AND version = $2',
      values: [list, version],
    });
    return rows.length === 1;
  }

  /** A page of the procedures of a day, in the order of their codes; or of those that changed or ended since. */
  procedures(order: ProcedureOrder): Promise<CatalogueProcedure[]> {
    return readProcedures(this.pool, order);
  }

  /** A procedure as it is on that day; one that is no more, as it was last. Undefined: there was none until then. */
  procedure(code: string, at: LegalDay): Promise<DetailedProcedure | undefined> {
    return readProcedure(this.pool, code, at);
  }

  /** A list of the national portal as it was received last; undefined: nobody has fetched it. */
  list(name: string): Promise<KeptList | undefined> {
    return readList(this.pool, name);
  }

  /** What the national portal says of a procedure, as its records are: believed on that day. */
  shown(code: string, at: LegalDay): Promise<unknown> {
    return readShown(this.pool, code, at);
  }

  /** The communes and wards of a day, in the order of their codes; or those that changed or ended since. */
  units(order: { readonly at: LegalDay; readonly since: Since | undefined }): Promise<CatalogueUnit[]> {
    return readUnits(this.pool, order);
  }
}
