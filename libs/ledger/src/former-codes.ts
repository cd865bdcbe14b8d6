import type pg from 'pg';
import type { LegalDay } from '#canonical';
import { counter } from '#runtime';
import { columns } from './accept/columns.ts';
import { NotesInMemory } from './notes-in-memory.ts';

/** How a code of a unit that is gone is still used: a dossier's code begins with it, or its client speaks for it, or logs in for it. */
export const FORMER_CODE_WAYS = ['dossier-code', 'scope', 'login'] as const;
export type FormerCodeWay = (typeof FORMER_CODE_WAYS)[number];

/** A use of such a code: by which client, on which day. Nothing of a dossier. */
export interface FormerCodeUse {
  readonly day: LegalDay;
  readonly code: string;
  readonly clientId: number;
  readonly way: FormerCodeWay;
}

const noted = counter('gateway_former_codes_total', 'Uses of codes of units that are gone, by the way in which they are used', [
  'way',
]);

interface Counted extends FormerCodeUse {
  readonly uses: number;
}

/** Counts uses of former codes in memory and writes the counts now and then: no item waits for it. */
export class FormerCodes {
  private readonly uses: NotesInMemory<Counted>;

  constructor(pool: pg.Pool) {
    this.uses = new NotesInMemory(pool, {
      keyOf: ({ day, code, clientId, way }) => `${day}|${code}|${String(clientId)}|${way}`,
      join: (former, { uses, ...use }) => ({ ...use, uses: former.uses + uses }),
      statement: (rows) => ({
        name: 'former-codes',
        text: WRITE,
        values: columns(rows, ['day', 'code', 'clientId', 'way', 'uses']),
      }),
    });
  }

  open(): void {
    this.uses.open();
  }

  note(use: FormerCodeUse): void {
    noted.inc({ way: use.way });
    this.uses.note({ ...use, uses: 1 });
  }

  write(): Promise<void> {
    return this.uses.write();
  }

  close(): Promise<void> {
    return this.uses.close();
  }
}

const WRITE = `
  INSERT INTO former_code_use AS f (day, code, client_id, way, uses)
  SELECT * FROM unnest($1::date[], $2::text[], $3::int[], $4::text[], $5::bigint[])
  ON CONFLICT (day, code, client_id, way) DO UPDATE SET uses = f.uses + excluded.uses`;
