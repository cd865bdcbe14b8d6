import type { Places } from '../disk/places.ts';
import type { SecretStore } from '../disk/secret-store.ts';
import type { LogFiles } from '../processes/log-files.ts';
import { supervise } from '../processes/supervise.ts';
import type { StandaloneSettings } from '../settings.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { Trouble } from '../trouble.ts';
import { findRabbitMq } from './node-home.ts';
import { RabbitPart } from './rabbit-part.ts';

/** How a relay finds the broker; without an address it goes without one. */
export type BrokerAccess = Readonly<Record<string, string | undefined>>;

/** What opening works with; how to stop what was started is handed to `onStop`. */
export interface OpeningBroker {
  readonly settings: StandaloneSettings;
  readonly places: Places;
  readonly secrets: SecretStore;
  readonly logs: LogFiles;
  readonly terminal: Terminal;
  readonly onStop: (stop: () => Promise<void>) => void;
}

/** The broker of the environment; a private one where that is asked for; or none. */
export async function openBroker(isWanted: boolean, opening: OpeningBroker): Promise<BrokerAccess> {
  const { settings, terminal } = opening;
  const given = givenBroker(settings);
  if (given === undefined) return isWanted ? { AMQP_URL: await startPrivate(opening) } : {};
  if (isWanted) {
    terminal.warn({
      vi: 'Đã đặt AMQP_URL: dùng RabbitMQ đó, bỏ qua --rabbitmq',
      en: 'AMQP_URL is set: that RabbitMQ is used, and --rabbitmq does nothing',
    });
  }
  return given;
}

/** The broker that the environment names, if it names one. */
export function givenBroker(settings: StandaloneSettings): BrokerAccess | undefined {
  const { amqpUrl, amqpUrlFile, amqpCaFile, amqpCertFile, amqpKeyFile } = settings;
  if (amqpUrl === undefined && amqpUrlFile === undefined) return undefined;
  return {
    AMQP_URL: amqpUrl,
    AMQP_URL_FILE: amqpUrlFile,
    AMQP_CA_FILE: amqpCaFile,
    AMQP_CERT_FILE: amqpCertFile,
    AMQP_KEY_FILE: amqpKeyFile,
  };
}

async function startPrivate({ settings, places, secrets, logs, terminal, onStop }: OpeningBroker): Promise<string> {
  const programs = findRabbitMq();
  if (programs === undefined) {
    throw new Trouble({
      vi: 'Chưa cài RabbitMQ. Hãy chạy “apt-get install rabbitmq-server” (Debian, Ubuntu) rồi chạy lại, hoặc đặt AMQP_URL, hoặc bỏ --rabbitmq.',
      en: 'RabbitMQ is not installed. Run “apt-get install rabbitmq-server” (Debian, Ubuntu) and start again, or set AMQP_URL, or leave --rabbitmq out.',
    });
  }
  const part = new RabbitPart({
    programs,
    folder: places.broker,
    run: places.run,
    logs,
    password: secrets.keep('rabbitmq'),
    cookie: secrets.keep('rabbitmq-cookie'),
    port: settings.amqpPort,
  });
  const broker = await supervise(part, terminal);
  onStop(() => broker.stop());
  terminal.done({ vi: 'RabbitMQ sẵn sàng', en: 'RabbitMQ is ready' });
  return part.url();
}
