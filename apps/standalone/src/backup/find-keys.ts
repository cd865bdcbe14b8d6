import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { secretText } from '#runtime';
import type { Places } from '../disk/places.ts';
import { readSecret } from '../disk/secret-store.ts';
import { fingerprintOf, type KeptSecrets } from './keys-file.ts';
import type { Manifest } from './manifest.ts';

const KEY_BYTES = 32;
/** Made anew with the database and the broker that they are of. */
const REMADE = /^(database|rabbitmq)(-|$)/;

/** The keys without which the data is of no use, and whatever else a data folder keeps that must outlive it. */
export interface FoundKeys {
  readonly pepper: Buffer;
  readonly wrappingKey: Buffer;
  readonly secrets: KeptSecrets;
}

/** The keys of the environment or of the data folder; undefined unless both are there. */
export function findKeys({ secrets: folder }: Places): FoundKeys | undefined {
  const [pepper, wrappingKey] = [keyIn('PEPPER', folder, 'pepper'), keyIn('WRAPPING_KEY', folder, 'wrapping-key')];
  if (pepper === undefined || wrappingKey === undefined) return undefined;
  const others = namesIn(folder).filter((name) => !REMADE.test(name));
  const kept = Object.fromEntries(others.map((name) => [name, readSecret(join(folder, name)) ?? '']));
  const both = { pepper: pepper.toString('base64'), 'wrapping-key': wrappingKey.toString('base64') };
  return { pepper, wrappingKey, secrets: { ...kept, ...both } };
}

/** The two keys among secrets that a backup kept. */
export function keysAmong(secrets: KeptSecrets): FoundKeys {
  const key = (name: string): Buffer => Buffer.from(secrets[name] ?? '', 'base64');
  return { pepper: key('pepper'), wrappingKey: key('wrapping-key'), secrets };
}

/** How a manifest names the keys. */
export function fingerprints({ pepper, wrappingKey }: FoundKeys): NonNullable<Manifest['keys']> {
  return { pepper: fingerprintOf(pepper), wrappingKey: fingerprintOf(wrappingKey) };
}

function keyIn(variable: string, folder: string, name: string): Buffer | undefined {
  const key = Buffer.from(secretText(variable) ?? readSecret(join(folder, name)) ?? '', 'base64');
  return key.length === KEY_BYTES ? key : undefined;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^[a-z0-9-]+$/.test(name));
  } catch {
    return [];
  }
}
