import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { findRabbitMq } from '../../../apps/standalone/src/broker/node-home.ts';
import { openAuthority, type Authority } from '../../support/certificates.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/free-port.ts';
import { isOpen, startRabbitServer, type RabbitServer } from '../../support/rabbit-server.ts';
import { openTestBus, type TestBus } from './open-test-bus.ts';

// With a broker from outside (TEST_AMQP_URL), of which nobody knows the certificates, there need be none on this machine.
const whereInstalled = findRabbitMq() === undefined ? describe.skip : describe;

whereInstalled('a broker that is reached by TLS, and wants to see a certificate', () => {
  let authority: Authority;
  let stranger: Authority;
  let broker: RabbitServer;
  let url: string;
  let road: TestBus | undefined;

  beforeAll(async () => {
    [authority, stranger] = [openAuthority(), openAuthority()];
    const { cert, key } = authority.sign('broker');
    const port = await freePort();
    broker = await startRabbitServer({
      'listeners.ssl.1': `127.0.0.1:${String(port)}`,
      'ssl_options.cacertfile': authority.cert,
      'ssl_options.certfile': cert,
      'ssl_options.keyfile': key,
      'ssl_options.verify': 'verify_peer',
      'ssl_options.fail_if_no_peer_cert': 'true',
    });
    const secured = new URL(broker.url.replace(/^amqp:/, 'amqps:'));
    secured.port = String(port);
    url = secured.href;
    // The node is there with its first listener; this is the last one.
    await eventually(() => isOpen(port));
  });

  afterEach(async () => {
    await road?.bus.close();
    road = undefined;
  });

  afterAll(async () => {
    await broker.stop();
    authority.remove();
    stranger.remove();
  });

  /** What a bus says of its first attempts. */
  async function attempt(files: Record<string, string>): Promise<string> {
    road = await openTestBus(url, 'secured', { environment: files });
    const { events } = road;
    return eventually(() => {
      const said = events.find(({ name }) => name.startsWith('broker.'));
      if (said === undefined) throw new Error('it has not said anything yet');
      return `${said.name} ${JSON.stringify(said.fields)}`;
    });
  }

  it('takes and brings messages, each confirmed', async () => {
    const { cert, key } = authority.sign('gateway');
    expect(await attempt({ AMQP_CA_FILE: authority.cert, AMQP_CERT_FILE: cert, AMQP_KEY_FILE: key })).toMatch(
      /^broker\.connected /,
    );
    const { bus, queue } = road as TestBus;
    const sent = Array.from({ length: 500 }, (_, n) => n);
    await Promise.all(sent.map((body) => bus.publish({ to: { queue }, type: 'count', body })));
    const received: unknown[] = [];
    bus.consume(queue, {
      prefetch: 50,
      onMessage: ({ body }) => {
        received.push(body);
        return Promise.resolve();
      },
    });
    await eventually(() => received.length === sent.length);
    expect(received).toEqual(sent);
  });

  it('is not believed when another authority has signed for it, and turns away who shows no certificate', async () => {
    const { cert, key } = authority.sign('gateway');
    expect(await attempt({ AMQP_CA_FILE: stranger.cert, AMQP_CERT_FILE: cert, AMQP_KEY_FILE: key })).toMatch(/certificate/);
    await road?.bus.close();
    expect(await attempt({ AMQP_CA_FILE: authority.cert })).toMatch(/^broker\.lost .*(?:certificate|alert|closed|handshake)/i);
    await road?.bus.close();
    const foreign = stranger.sign('gateway');
    expect(await attempt({ AMQP_CA_FILE: authority.cert, AMQP_CERT_FILE: foreign.cert, AMQP_KEY_FILE: foreign.key })).toMatch(
      /^broker\.lost /,
    );
  });
});
