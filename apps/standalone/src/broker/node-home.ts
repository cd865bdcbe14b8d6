import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A private RabbitMQ node: where it lies, how it is reached. It shares nothing with the RabbitMQ of the system. */
export interface NodeHome {
  /** Holds its data, its settings, its log and its cookie. */
  readonly folder: string;
  /** Unlike that of any other node at the same epmd. */
  readonly name: string;
  readonly ports: { readonly amqp: number; readonly distribution: number; readonly epmd: number };
  readonly account: { readonly username: string; readonly password: string };
  /** What the nodes of a cluster, and its tools, know each other by. */
  readonly cookie: string;
  /** Lines of rabbitmq.conf beyond ours. */
  readonly settings: Readonly<Record<string, string>>;
}

/** The programs themselves: those in /usr/sbin change to the user and the settings of the system's own node. */
const PROGRAMS = '/usr/lib/rabbitmq/bin';
const LOOPBACK = '127.0.0.1';

/** The folder of RabbitMQ's programs; undefined where it is not installed. */
export function findRabbitMq(): string | undefined {
  return existsSync(join(PROGRAMS, 'rabbitmq-server')) ? PROGRAMS : undefined;
}

/** The address, with its password. */
export function nodeUrl({ ports, account }: NodeHome): string {
  const { username, password } = account;
  return `amqp://${encodeURIComponent(username)}:${encodeURIComponent(password)}@${LOOPBACK}:${String(ports.amqp)}`;
}

/** Writes everything that the node reads when it starts. */
export function writeNodeFiles({ folder, ports, account, cookie, settings }: NodeHome): void {
  mkdirSync(join(folder, 'data'), { recursive: true, mode: 0o700 });
  const definitions = join(folder, 'definitions.json');
  write(definitions, JSON.stringify(definitionsFor(account)));
  const lines = {
    'listeners.tcp.1': `${LOOPBACK}:${String(ports.amqp)}`,
    load_definitions: definitions,
    'log.file': 'false',
    'log.console': 'true',
    'log.console.level': 'warning',
    'disk_free_limit.absolute': '50MB',
    'vm_memory_high_watermark.absolute': '1GB',
    ...settings,
  };
  write(
    join(folder, 'rabbitmq.conf'),
    Object.entries(lines)
      .map(([name, value]) => `${name} = ${value}\n`)
      .join(''),
  );
  write(join(folder, 'enabled_plugins'), '[].\n');
  write(join(folder, '.erlang.cookie'), cookie, 0o400);
}

/** What the server and its tools are told by their environment, and nothing of ours beside. */
export function nodeEnvironment({ folder, name, ports }: NodeHome): Record<string, string> {
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    LANG: 'C.UTF-8',
    HOME: folder,
    ERL_EPMD_PORT: String(ports.epmd),
    ERL_EPMD_ADDRESS: LOOPBACK,
    RABBITMQ_NODENAME: name,
    RABBITMQ_DIST_PORT: String(ports.distribution),
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq'),
    // Else the settings of the system's node are read.
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: folder,
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    RABBITMQ_PID_FILE: join(folder, 'rabbitmq.pid'),
    // Nobody from outside, and no waiting in a circle for work that is rare.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none`,
  };
}

/** The words that start the name service of Erlang nodes: as a process of our own, since the one that a node starts outlives it. */
export function epmdCommand({ ports }: Pick<NodeHome, 'ports'>): readonly [string, ...string[]] {
  return ['epmd', '-port', String(ports.epmd), '-address', LOOPBACK];
}

/** Read at every start, so that the account is the one that we know, whatever the data say. */
function definitionsFor({ username, password }: NodeHome['account']): unknown {
  const all = { configure: '.*', write: '.*', read: '.*' };
  return {
    users: [{ name: username, password, tags: ['administrator'] }],
    vhosts: [{ name: '/' }],
    permissions: [{ user: username, vhost: '/', ...all }],
  };
}

function write(file: string, content: string, mode = 0o600): void {
  if (existsSync(file)) chmodSync(file, 0o600);
  writeFileSync(file, content, { mode: 0o600 });
  chmodSync(file, mode);
}
