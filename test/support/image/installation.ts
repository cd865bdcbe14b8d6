import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { environmentOf, readCompose, type Service } from '../compose.ts';
import { Container, type Mount } from './container.ts';
import type { BuiltImage, ImageStore } from './image-store.ts';

/** Where the services are that the programs of the compose file need. */
export interface Surroundings {
  /** The owner's address of a database of its own. */
  readonly databaseUrl: string;
  /** A broker on which nobody is known yet, without its account. */
  readonly brokerHost: string;
  readonly portalUrl: string;
  readonly portalPassword: string;
}

const PRODUCTION = 'docker/compose.production.yaml';

/** The programs of the production compose file, run from the image with the environment, secrets and mounts that stand there. */
export class Installation {
  private readonly home = mkdtempSync(join(tmpdir(), 'one-stop-installation-'));
  private readonly compose = readCompose(PRODUCTION);

  constructor(
    private readonly store: ImageStore,
    private readonly image: BuiltImage,
    private readonly surroundings: Surroundings,
  ) {
    const { databaseUrl, portalPassword } = surroundings;
    // What an operator writes who has a PostgreSQL of his own.
    mkdirSync(join(this.home, 'secrets'));
    writeFileSync(this.secret('database-url'), databaseUrl);
    writeFileSync(this.secret('national-password'), portalPassword);
    execFileSync('sh', ['docker/make-secrets.sh', this.home]);
    const amqp = readFileSync(this.secret('amqp-url'), 'utf8').replace('rabbitmq:5672', surroundings.brokerHost);
    rmSync(this.secret('amqp-url'));
    writeFileSync(this.secret('amqp-url'), amqp, { mode: 0o444 });
  }

  /** The account of the relays, as RabbitMQ reads it. */
  get brokerDefinitions(): string {
    return this.secret('rabbitmq-definitions');
  }

  /** Starts a program of the compose file; `more` stands above what the file says, for the ports of this machine. */
  start(service: string, more: Readonly<Record<string, string>> = {}, command?: readonly string[]): Promise<Container> {
    const found = this.compose.services[service];
    if (found === undefined) throw new Error(`${PRODUCTION} has no service ${service}`);
    const values = {
      GATEWAY_HOSTNAME: 'localhost',
      GATEWAY_FRONT_SUBNET: '127.0.0.0/8',
      NATIONAL_BASE_URL: this.surroundings.portalUrl,
      NATIONAL_USERNAME: 'h56',
    };
    return Container.start(this.store, {
      ...{ name: service, image: this.image, entrypoint: found.entrypoint, command: command ?? found.command },
      environment: { ...environmentOf(found, values), BIND_ADDRESS: '127.0.0.1', ...more },
      mounts: [...this.secretsOf(found), ...volumesOf(found)],
    });
  }

  remove(): void {
    rmSync(this.home, { recursive: true });
  }

  private secretsOf({ secrets = [] }: Service): Mount[] {
    return secrets.map((secret) => {
      const { source, target } = typeof secret === 'string' ? { source: secret, target: `/run/secrets/${secret}` } : secret;
      return { source: this.secret(basename(this.compose.secrets?.[source]?.file ?? '')), target };
    });
  }

  private secret(name: string): string {
    return join(this.home, 'secrets', name);
  }
}

function volumesOf({ volumes = [] }: Service): Mount[] {
  return volumes.map((volume) => {
    const [source = '', target = '', mode] = volume.split(':');
    return { source: resolve('docker', source), target, writable: mode !== 'ro' };
  });
}
