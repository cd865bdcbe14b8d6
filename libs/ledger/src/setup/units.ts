import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { EntityManager } from 'typeorm';
import { UnitAlias } from '../entities/unit-alias.entity.ts';
import { Unit } from '../entities/unit.entity.ts';

interface CommuneRow {
  code: string;
  type: string;
  name: string;
  valid_from: string;
}

/**
 * Seeds the communes and wards with their administrative codes and their agency identifiers. The new identifiers of the
 * province are not published: `<province>.<administrative code>` stands in until the province hands over the real ones.
 */
export async function loadUnits(source: EntityManager, configDir: string, province: string, now: Date): Promise<void> {
  const file = readFileSync(join(configDir, 'units', 'communes-2025.csv'));
  const communes = parse<CommuneRow>(file, { columns: true, bom: true, trim: true, skip_empty_lines: true });
  const known = await source.query<{ code: string; from: string }[]>(
    `SELECT code, lower(valid)::text AS "from" FROM unit_alias WHERE scheme = 'administrative' AND upper_inf(recorded)`,
  );
  const present = new Set(known.map(({ code, from }) => `${code}|${from}`));
  const missing = communes.filter(({ code, valid_from }) => !present.has(`${code}|${valid_from}`));
  for (const { code, type, name, valid_from } of missing) {
    const valid = `[${valid_from},)`;
    const unit = await source.save(source.create(Unit, { name, type, valid }));
    const aliases = [
      { scheme: 'administrative', code },
      { scheme: 'decision-20', code: `${province}.${code}` },
    ];
    await source.insert(
      UnitAlias,
      aliases.map((alias) => ({ ...alias, unit, valid, recorded: `[${now.toISOString()},)` })),
    );
  }
}
