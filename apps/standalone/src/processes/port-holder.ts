import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { lookAt } from './process-note.ts';

/** A program that listens on a port. */
export interface PortHolder {
  readonly pid: number;
  /** The first words of its command line: enough to know it again, and no argument that might be a secret. */
  readonly command: string;
}

const LISTENS = '0A'; // state of a socket in /proc/net/tcp, see proc(5)
const SHOWN_WORDS = 2;

/** Who listens on a port, as far as the system lets us see; undefined where it does not, or where nobody does. */
export function holderOf(port: number): PortHolder | undefined {
  const sockets = new Set(['tcp', 'tcp6'].flatMap((table) => listeningOn(port, table)));
  if (sockets.size === 0) return undefined;
  const pid = namesIn('/proc')
    .map(Number)
    .find((process) => process > 0 && holdsOneOf(process, sockets));
  const command = pid === undefined ? undefined : lookAt(pid)?.command;
  if (pid === undefined || command === undefined) return undefined;
  return { pid, command: command.split(' ').slice(0, SHOWN_WORDS).join(' ') };
}

/** The sockets that listen on that port, as processes name them among their open files. */
function listeningOn(port: number, table: string): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return linesOf(`/proc/net/${table}`).flatMap((line) => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    return local.endsWith(`:${wanted}`) && state === LISTENS ? [`socket:[${inode}]`] : [];
  });
}

function holdsOneOf(pid: number, sockets: ReadonlySet<string>): boolean {
  const folder = `/proc/${String(pid)}/fd`;
  return namesIn(folder).some((file) => {
    try {
      return sockets.has(readlinkSync(`${folder}/${file}`));
    } catch {
      return false; // closed meanwhile
    }
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // of another user, or gone
  }
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}
