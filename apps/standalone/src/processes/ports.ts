import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { Trouble } from '../trouble.ts';
import { holderOf } from './port-holder.ts';

/** Whether nobody listens there. */
export function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ port, host, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

// Below the ports that systems give to outgoing connections (from 32,768 on Linux): one of those may be taken by a passing
// connection between the choice and the start.
const LOWEST = 20_000;
const HIGHEST = 32_767;
const TRIES = 50;

/** A free port that nobody gets by chance. */
export async function freePort(host: string): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = randomInt(LOWEST, HIGHEST + 1);
    if (await isFree(port, host)) return port;
  }
  throw new Error(`no free port on ${host} from ${String(LOWEST)} to ${String(HIGHEST)}`);
}

/** A port that is needed, and the variable by which another one is chosen. */
export interface WantedPort {
  readonly port: number;
  readonly variable: string;
}

/** Stops a start when other programs hold its ports: who does, and what to do about all of them at once. */
export async function demandFree(wanted: readonly WantedPort[], host: string): Promise<void> {
  const states = await Promise.all(wanted.map(async (one) => ({ ...one, isTaken: !(await isFree(one.port, host)) })));
  const taken = states.filter(({ isTaken }) => isTaken);
  if (taken.length === 0) return;
  const places = taken.map(({ port }) => `${host}:${String(port)}`).join(', ');
  const variables = taken.map(({ variable }) => variable).join(', ');
  const others = await Promise.all(taken.map(async ({ variable, port }) => `${variable}=${String(await freeAbove(port, host))}`));
  const text = {
    vi: `Không mở được ${places}: có chương trình khác đang dùng, hoặc máy không có địa chỉ này. Hãy dừng chương trình đó, hoặc đặt ${variables} (hay BIND_ADDRESS) khác, ví dụ:`,
    en: `Cannot listen on ${places}: another program uses it, or this machine has no such address. Stop that program, or set another ${variables} (or BIND_ADDRESS), such as:`,
  };
  throw new Trouble(text, [`${others.join(' ')} npm start`, ...taken.flatMap(({ port }) => describeHolder(port))]);
}

const STEPS_ABOVE = 50;

/** The next free port, which is easy to remember; any free one where there is none near. */
async function freeAbove(port: number, host: string): Promise<number> {
  const last = Math.min(port + STEPS_ABOVE, 65_535);
  for (let next = port + 1; next <= last; next += 1) if (await isFree(next, host)) return next;
  return freePort(host);
}

function describeHolder(port: number): string[] {
  const holder = holderOf(port);
  return holder === undefined ? [] : [`${String(port)}: pid ${String(holder.pid)}  ${holder.command}`];
}
