import type pg from 'pg';
import type { Dossier } from '#canonical';
import type { Cipher } from '../cipher.ts';
import { query } from '../database.ts';

/** A code of a procedure that is missing, how many lanes wait for it, and by which names its senders call it. */
export interface UnknownProcedure {
  readonly incidentId: string;
  readonly partner: string;
  readonly code: string;
  readonly waiting: number;
  readonly names: readonly string[];
}

interface Found extends Omit<UnknownProcedure, 'names'> {
  readonly item: string | null;
  readonly body_enc: Buffer;
  readonly key_id: number;
}

/**
 * The codes of procedures that something waits for, and the names of procedures in some of the dossiers that wait. Nothing else of a
 * dossier gets out of here: a name that holds a long number or the name of the applicant is left out.
 */
export async function readUnknownProcedures(pool: pg.Pool, cipher: Cipher): Promise<UnknownProcedure[]> {
  const rows = await query<Found>(pool, { name: 'unknown-procedures', text: UNKNOWN });
  const sealed = rows.filter(({ item }) => item !== null);
  await cipher.load(sealed.map(({ key_id }) => key_id));
  const byIncident = new Map<string, UnknownProcedure>();
  for (const { item, body_enc, key_id, ...found } of rows) {
    const before = byIncident.get(found.incidentId)?.names ?? [];
    const name = item === null ? undefined : nameIn(JSON.parse(cipher.unseal(body_enc, key_id, item).toString()) as Dossier);
    byIncident.set(found.incidentId, { ...found, names: [...new Set([...before, ...(name === undefined ? [] : [name])])] });
  }
  return [...byIncident.values()];
}

const LONG_NUMBER = /\d{6}/;

function nameIn({ procedureName = '', applicant }: Dossier): string | undefined {
  const person = applicant.name ?? '';
  const isPersonal = person !== '' && procedureName.toLowerCase().includes(person.toLowerCase());
  return procedureName === '' || isPersonal || LONG_NUMBER.test(procedureName) ? undefined : procedureName;
}

const MOST_CODES = 100;
const DOSSIERS_PER_CODE = 5;

const UNKNOWN = `
  SELECT i.id AS "incidentId", i.partner, i.from_code AS code, i.waiting, n.id AS item, n.body_enc, n.key_id FROM (
    SELECT i.*, (SELECT count(*)::int FROM lane_wait w WHERE w.fingerprint = i.fingerprint) AS waiting FROM incident i
    WHERE i.kind = 'unmapped' AND i.cleared_at IS NULL AND i.table_name = 'procedure' AND i.partner IS NOT NULL
    ORDER BY waiting DESC, i.from_code LIMIT ${String(MOST_CODES)}
  ) i LEFT JOIN LATERAL (
    SELECT m.id, m.body_enc, m.key_id FROM lane_wait w JOIN dossier d ON d.id = w.dossier_id
    JOIN item m ON m.dossier_id = d.id AND m.seq = d.head_seq
    WHERE w.fingerprint = i.fingerprint ORDER BY w.dossier_id DESC LIMIT ${String(DOSSIERS_PER_CODE)}
  ) n ON true
  ORDER BY i.waiting DESC, i.from_code`;
