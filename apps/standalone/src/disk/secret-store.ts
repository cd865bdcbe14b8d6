import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Trouble } from '../trouble.ts';
import { writeByRename } from './write-by-rename.ts';

const NAME = /^[a-z0-9-]+$/;

/** Secrets that are made once and kept in a folder that only its owner can open: one file each. */
export class SecretStore {
  /** Nothing is made before there is a secret to keep: where all of them are given, the folder may be one that nobody can write to. */
  constructor(private readonly folder: string) {}

  /** The secret of that name; 32 random bytes when it is asked for the first time, base64 or safe for URLs. */
  keep(name: string, encoding: 'base64' | 'base64url' = 'base64url'): string {
    const known = this.read(name);
    if (known !== undefined) return known;
    const secret = randomBytes(32).toString(encoding);
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    chmodSync(this.folder, 0o700);
    writeByRename(this.file(name), `${secret}\n`);
    return secret;
  }

  /** The file of a secret, for processes that read it themselves. */
  file(name: string): string {
    if (!NAME.test(name)) throw new Error(`not a name for a secret: ${name}`);
    return join(this.folder, name);
  }

  private read(name: string): string | undefined {
    const text = readSecret(this.file(name));
    // Making a new one in its place would lose what was encrypted with the former.
    if (text === '')
      throw new Trouble({ vi: `Tệp bí mật trống: ${this.file(name)}`, en: `This secret file is empty: ${this.file(name)}` });
    return text;
  }
}

/** The secret in a file of a store; undefined where there is none. */
export function readSecret(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
