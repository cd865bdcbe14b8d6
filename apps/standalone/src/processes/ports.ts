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

/** Any free port. */
export function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host }, () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('no port'));
      });
    });
  });
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
