import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { Trouble } from '../trouble.ts';

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

/** Stops a start whose port another program holds. */
export async function demandFree(port: number, host: string, variable: string): Promise<void> {
  if (await isFree(port, host)) return;
  const place = `${host}:${String(port)}`;
  throw new Trouble({
    vi: `Không mở được ${place}: có chương trình khác đang dùng, hoặc máy không có địa chỉ này. Hãy dừng chương trình đó, hoặc đặt ${variable} (hay BIND_ADDRESS) khác.`,
    en: `Cannot listen on ${place}: another program uses it, or this machine has no such address. Stop that program, or set another ${variable} (or BIND_ADDRESS).`,
  });
}
