import type pg from 'pg';
import { describeUnits, type UnitOfScope } from '../feeds/describe-units.ts';

/** A unit as people know it: its administrative code, else an identifier, and its name. */
export interface NamedUnit {
  readonly code: string;
  readonly name: string;
}

/** Names these units, in one look. */
export async function nameUnits(pool: pg.Pool, ids: readonly number[]): Promise<(id: number) => NamedUnit> {
  const units = ids.length === 0 ? new Map<number, UnitOfScope>() : await describeUnits(pool, [...new Set(ids)]);
  return (id) => {
    const unit = units.get(id);
    return unit === undefined ? { code: String(id), name: String(id) } : { code: unit.unit, name: unit.name };
  };
}
