import type pg from 'pg';
import type { LegalDay } from '#canonical';
import { columns } from './accept/columns.ts';
import { NotesInMemory } from './notes-in-memory.ts';

/** A warning that stood beside an accepted item: of which unit, on which day. Nothing of a dossier. */
export interface WarningGiven {
  readonly day: LegalDay;
  readonly unitId: number;
  readonly code: string;
}

interface CountedWarning extends WarningGiven {
  readonly given: number;
}

interface Contact {
  readonly clientId: number;
  readonly at: Date;
}

/** What the door notes for the daily sheets, without any call that waits for it: warnings by unit and day, and when each system called last. */
export class DoorNotes {
  private readonly warnings: NotesInMemory<CountedWarning>;
  private readonly contacts: NotesInMemory<Contact>;

  constructor(
    pool: pg.Pool,
    private readonly now: () => Date,
  ) {
    this.warnings = new NotesInMemory(pool, {
      keyOf: ({ day, unitId, code }) => `${day}|${String(unitId)}|${code}`,
      join: (former, { given, ...warning }) => ({ ...warning, given: former.given + given }),
      statement: (rows) => ({ name: 'unit-warnings', text: WARNINGS, values: columns(rows, ['day', 'unitId', 'code', 'given']) }),
    });
    this.contacts = new NotesInMemory(pool, {
      keyOf: ({ clientId }) => String(clientId),
      join: (former, contact) => (former.at > contact.at ? former : contact),
      statement: (rows) => ({ name: 'client-contacts', text: CONTACTS, values: columns(rows, ['clientId', 'at']) }),
    });
  }

  open(): void {
    this.warnings.open();
    this.contacts.open();
  }

  noteWarning(warning: WarningGiven): void {
    this.warnings.note({ ...warning, given: 1 });
  }

  noteContact(clientId: number): void {
    this.contacts.note({ clientId, at: this.now() });
  }

  async write(): Promise<void> {
    await this.warnings.write();
    await this.contacts.write();
  }

  async close(): Promise<void> {
    await Promise.all([this.warnings.close(), this.contacts.close()]);
  }
}

const WARNINGS = `
  INSERT INTO unit_warning AS w (day, unit_id, code, given)
  SELECT * FROM unnest($1::date[], $2::int[], $3::text[], $4::bigint[])
  ON CONFLICT (day, unit_id, code) DO UPDATE SET given = w.given + excluded.given`;

const CONTACTS = `
  INSERT INTO client_contact AS c (client_id, last_at) SELECT * FROM unnest($1::int[], $2::timestamptz[])
  ON CONFLICT (client_id) DO UPDATE SET last_at = greatest(c.last_at, excluded.last_at)`;
