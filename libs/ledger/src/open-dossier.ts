import type { Dossier } from '#canonical';
import type { Cipher } from './cipher.ts';

/** A version as it lies in its item. */
export interface SealedVersion {
  readonly id: string;
  readonly body_enc: Buffer;
  readonly key_id: number;
}

/**
 * The dossier of a version; undefined where it does not open. For walks over many: one that was damaged must not keep all others waiting. The data
 * keys have to be loaded.
 */
export function openDossier(cipher: Cipher, { id, body_enc, key_id }: SealedVersion): Dossier | undefined {
  try {
    return JSON.parse(cipher.unseal(body_enc, key_id, id).toString()) as Dossier;
  } catch {
    return undefined;
  }
}
