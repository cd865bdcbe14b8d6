import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { DataSource } from 'typeorm';

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
export async function loadUnits(source: DataSource, configDir: string, province: string, now: Date): Promise<void> {
  const file = readFileSync(join(configDir, 'units', 'communes-2025.csv'));
  const communes = parse<CommuneRow>(file, { columns: true, bom: true, trim: true, skip_empty_lines: true });
  const known = await source.query<{ code: string; from: string }[]>(
    `SELECT code, lower(valid)::text AS "from" FROM unit_alias WHERE scheme = 'administrative' AND upper_inf(recorded)`,
  );
  const present = new Set(known.map(({ code, from }) => `${code}|${from}`));
  const missing = communes.filter(({ code, valid_from }) => !present.has(`${code}|${valid_from}`));
  for (const { code, type, name, valid_from } of missing) {
    await source.query(
      `WITH u AS (INSERT INTO unit (name, type, valid) VALUES ($1, $2, daterange($3, NULL)) RETURNING id)
       INSERT INTO unit_alias (unit_id, scheme, code, valid, recorded)
       SELECT u.id, a.scheme, a.code, daterange($3, NULL), tstzrange($4, NULL)
       FROM u, (VALUES ('administrative', $5), ('decision-20', $6)) AS a (scheme, code)`,
      [name, type, valid_from, now, code, `${province}.${code}`],
    );
  }
}
