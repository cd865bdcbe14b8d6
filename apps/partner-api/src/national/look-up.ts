import { instantOf } from '#canonical';
import type { Client } from '#ledger';
import { showDossier } from '#protocols/dvcqg';
import type { Door } from '../door.ts';
import { done, failed, type Said } from './envelope.ts';
import type { Parameters } from './parameters.ts';

/**
 * `TraCuuHoSo`: a dossier and its steps, or an empty list. One that somebody else sent is as empty as one that nobody did; the
 * national portal reads those of the whole province.
 */
export async function lookUp(door: Door, client: Client, parameters: Parameters): Promise<Said> {
  const written = parameters.text('mahoso');
  if (written === '') return failed('mahoso.missing');
  const code = door.dossierCode(written);
  const scope = client.role === 'portal' ? undefined : client.id;
  const found = code === undefined ? undefined : await door.ledger.readRecord(code, scope);
  if (found === undefined) return done('found', { result: [] });
  const shown = showDossier({ ...found, codes: door.ledger.codes(), now: instantOf(door.clock.now()) });
  return done('found', { result: [shown] });
}
