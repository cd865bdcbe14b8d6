import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A certificate and its key, as files in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** An authority and what it signed. */
export interface Authority extends Certificate {
  /** A certificate for a server on this machine, or for a client. */
  sign: (name: string) => Certificate;
  remove: () => void;
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];

/** Makes an authority of one's own, by openssl. */
export function openAuthority(): Authority {
  const folder = mkdtempSync(path.join(tmpdir(), 'one-stop-certificates-'));
  const make = (name: string, ...more: string[]): Certificate => {
    const made = { cert: path.join(folder, `${name}.pem`), key: path.join(folder, `${name}.key`) };
    const files = ['-subj', `/CN=${name}`, '-keyout', made.key, '-out', made.cert];
    execFileSync('openssl', ['req', '-x509', ...KEY, ...files, ...more], { stdio: 'ignore' });
    return made;
  };
  const own = make('authority');
  return {
    ...own,
    sign: (name) => make(name, '-CA', own.cert, '-CAkey', own.key, '-addext', 'subjectAltName=IP:127.0.0.1'),
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
