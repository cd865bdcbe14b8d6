import type pg from 'pg';
import type { LegalDay } from '#canonical';
import { columns } from './accept/columns.ts';
import { query } from './database.ts';

/** A warning that stood beside an accepted item: of which unit, on which day. Nothing of a dossier. */
export interface WarningGiven {
  readonly day: LegalDay;
  readonly unitId: number;
  readonly code: string;
}

interface CountedWarning extends WarningGiven {
  readonly given: number;
}

const WRITE_MS = 5_000;

/**
 * What the door notes for the daily sheets: warnings by unit and day, and when each system called last. Held in memory and written every five
 * seconds: no call waits for it, and a door that is killed loses what it noted since.
 */
export class DoorNotes {
  private warnings = new Map<string, CountedWarning>();
  private contacts = new Map<number, Date>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly now: () => Date,
  ) {}

  open(): void {
    this.timer = setInterval(() => {
      this.write().catch(() => undefined);
    }, WRITE_MS);
    this.timer.unref();
  }

  noteWarning({ day, unitId, code }: WarningGiven): void {
    const key = `${day}|${String(unitId)}|${code}`;
    this.warnings.set(key, { day, unitId, code, given: (this.warnings.get(key)?.given ?? 0) + 1 });
  }

  noteContact(clientId: number): void {
    this.contacts.set(clientId, this.now());
  }

  /** Writes what was noted; what cannot be written is kept for the next time. In one order everywhere, so that two doors never wait for each other. */
  async write(): Promise<void> {
    const { warnings, contacts } = this;
    this.warnings = new Map();
    this.contacts = new Map();
    try {
      if (warnings.size > 0) await query(this.pool, writeWarnings(warnings));
      warnings.clear();
      if (contacts.size > 0) await query(this.pool, writeContacts(contacts));
    } catch (error) {
      for (const [key, row] of warnings)
        this.warnings.set(key, { ...row, given: row.given + (this.warnings.get(key)?.given ?? 0) });
      for (const [id, at] of contacts) this.contacts.set(id, this.contacts.get(id) ?? at);
      throw error;
    }
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.write().catch(() => undefined);
  }
}

function writeWarnings(warnings: ReadonlyMap<string, CountedWarning>): pg.QueryConfig {
  const rows = [...warnings].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return { name: 'unit-warnings', text: WARNINGS, values: columns(rows, ['day', 'unitId', 'code', 'given']) };
}

function writeContacts(contacts: ReadonlyMap<number, Date>): pg.QueryConfig {
  const rows = [...contacts].sort(([a], [b]) => a - b);
  return { name: 'client-contacts', text: CONTACTS, values: [rows.map(([id]) => id), rows.map(([, at]) => at)] };
}

const WARNINGS = `
  INSERT INTO unit_warning AS w (day, unit_id, code, given)
  SELECT * FROM unnest($1::date[], $2::int[], $3::text[], $4::bigint[])
  ON CONFLICT (day, unit_id, code) DO UPDATE SET given = w.given + excluded.given`;

const CONTACTS = `
  INSERT INTO client_contact AS c (client_id, last_at) SELECT * FROM unnest($1::int[], $2::timestamptz[])
  ON CONFLICT (client_id) DO UPDATE SET last_at = greatest(c.last_at, excluded.last_at)`;
