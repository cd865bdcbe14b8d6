import { hashSecret } from '../directory.ts';
import { ownerDataSource } from './migrate.ts';

/** A client to make: a system, its API key and the administrative codes of the units that it may speak for. */
export interface ClientToCreate {
  readonly code: string;
  readonly name: string;
  readonly apiKey: string;
  readonly unitCodes: readonly string[];
}

/** Makes clients that are not there yet, and adds keys that they do not have yet. Idempotent. */
export async function createClients(ownerUrl: string, pepper: Buffer, clients: readonly ClientToCreate[]): Promise<void> {
  const source = await ownerDataSource(ownerUrl).initialize();
  try {
    for (const { code, name, apiKey, unitCodes } of clients) {
      await source.query(
        `INSERT INTO client (code, name, created_at) VALUES ($1, $2, gateway_now()) ON CONFLICT (code) DO NOTHING`,
        [code, name],
      );
      await source.query(
        `INSERT INTO client_key (client_id, kind, secret_hash, created_at)
         SELECT id, 'api-key', $2, gateway_now() FROM client WHERE code = $1 ON CONFLICT (secret_hash) DO NOTHING`,
        [code, hashSecret(apiKey, pepper)],
      );
      await source.query(
        `INSERT INTO client_scope (client_id, unit_id, valid)
         SELECT c.id, a.unit_id, daterange(NULL, NULL) FROM client c
         JOIN unit_alias a ON a.scheme = 'administrative' AND a.code = ANY($2) AND upper_inf(a.recorded) AND upper_inf(a.valid)
         WHERE c.code = $1 ON CONFLICT DO NOTHING`,
        [code, unitCodes],
      );
    }
    await source.query('NOTIFY clients_changed');
  } finally {
    await source.destroy();
  }
}
