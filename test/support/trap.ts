import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** An address at which nobody may ever appear: it counts who did. */
export interface Trap {
  readonly url: string;
  readonly connections: () => number;
  close: () => Promise<void>;
}

export async function openTrap(): Promise<Trap> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    connections: () => connections,
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}
