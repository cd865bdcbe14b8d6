import { existsSync } from 'node:fs';

const SETPRIV = '/usr/bin/setpriv';
const IS_THERE = existsSync(SETPRIV);

/** The words of a command that gets a signal when we are killed without warning, where the system can do that; elsewhere the next start ends it. */
export function withUs(signal: 'INT' | 'TERM' | 'KILL', words: readonly [string, ...string[]]): [string, ...string[]] {
  return IS_THERE ? [SETPRIV, '--pdeathsig', signal, ...words] : [...words];
}
