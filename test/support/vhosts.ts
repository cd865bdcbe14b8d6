import { randomBytes } from 'node:crypto';
import type { NodeHome } from '../../apps/standalone/src/broker/node-home.ts';
import { rabbitmqctl } from './rabbit-server.ts';

/** A virtual host of a test's own on the broker of the run. */
export interface TestVhost {
  readonly url: string;
  /** Runs rabbitmqctl in it. Only on a broker that the run has started. */
  ctl: (command: string, ...args: string[]) => Promise<string>;
  drop: () => Promise<void>;
}

/**
 * An empty virtual host, about 0.6 s. On a broker from outside (`TEST_AMQP_URL`) nobody may make one: there it is the one of
 * the address, so that names have to be a test's own in any case.
 */
export async function createTestVhost(): Promise<TestVhost> {
  const url = process.env['TEST_AMQP_URL'];
  if (url === undefined) throw new Error('no TEST_AMQP_URL: this project of jest.config.mjs starts no broker');
  const node = process.env['TEST_RABBIT_NODE'];
  if (node === undefined) {
    return { url, ctl: () => Promise.reject(new Error('the broker is not ours')), drop: () => Promise.resolve() };
  }
  return makeVhost(url, JSON.parse(node) as NodeHome);
}

/** An empty virtual host on the node at that address, about 0.6 s. */
export async function makeVhost(url: string, home: NodeHome): Promise<TestVhost> {
  const name = `test-${randomBytes(6).toString('hex')}`;
  // One call and not three: each of them starts an Erlang machine.
  const words = [name, home.account.username].map((word) => `<<"${word}">>`);
  const [vhost = '', user = ''] = words;
  const all = '<<".*">>, <<".*">>, <<".*">>';
  await rabbitmqctl(
    home,
    'eval',
    `rabbit_vhost:add(${vhost}, ${user}), rabbit_auth_backend_internal:set_permissions(${user}, ${vhost}, ${all}, ${user}).`,
  );
  return {
    url: `${url}/${name}`,
    ctl: (command, ...args) => rabbitmqctl(home, command, '-p', name, ...args),
    drop: async () => {
      await rabbitmqctl(home, 'delete_vhost', name);
    },
  };
}
