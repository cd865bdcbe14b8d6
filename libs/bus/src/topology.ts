import type { Channel } from 'amqplib';
import { ConfigurationError, type Text } from '#runtime';

/** A queue as it has to be; `arguments` are those that RabbitMQ compares. */
export interface Queue {
  readonly name: string;
  readonly arguments: Readonly<Record<string, string | number>>;
}

/** An exchange as it has to be. */
export interface Exchange {
  readonly name: string;
  readonly type: 'topic';
}

/** Everything that has to be there before anything is published or consumed. All of it is durable. */
export interface Topology {
  readonly queues: readonly Queue[];
  readonly exchanges: readonly Exchange[];
}

/** What the province's own systems may listen to, by routing keys of their choice. */
export const EVENTS = 'gateway.events';

// Replicated in a cluster, and the type is said: a default of the virtual host would else decide. Both limits may drop a
// message without harm, since a lane that is due is found in the database too.
const LANE_ARGUMENTS = { 'x-queue-type': 'quorum', 'x-delivery-limit': 20, 'x-max-length': 100_000 } as const;

/** The queue of the commands for one destination. It is published to by its name, so that no binding can be missing. */
export function laneQueue(destination: string): string {
  return `gateway.lanes.${destination}`;
}

/** The topology of the gateway: a queue per destination, and the exchange of events. */
export function lanesTopology(destinations: readonly string[]): Topology {
  return {
    queues: destinations.map((destination) => ({ name: laneQueue(destination), arguments: LANE_ARGUMENTS })),
    exchanges: [{ name: EVENTS, type: 'topic' }],
  };
}

/** A queue or exchange is there, but not as it has to be. It holds nothing that the database does not, so it may be deleted. */
export class TopologyMismatch extends ConfigurationError {
  constructor(
    /** The queue or exchange. */
    readonly subject: string,
    readonly text: Text,
  ) {
    super([text.vi, text.en]);
    this.name = 'TopologyMismatch';
  }
}

const PRECONDITION_FAILED = 406;

/** Declares everything: what is missing is made, what is there is compared. @throws TopologyMismatch */
export async function assertTopology(channel: Channel, { queues, exchanges }: Topology, vhost: string): Promise<void> {
  for (const { name, type } of exchanges) {
    const commands = [`rabbitmqadmin --vhost=${vhost} delete exchange name=${name}`];
    await declare({ kind: 'exchange', name, commands }, () => channel.assertExchange(name, type, { durable: true }));
  }
  for (const { name, arguments: wanted } of queues) {
    const commands = [`rabbitmqctl delete_queue -p ${vhost} ${name}`];
    await declare({ kind: 'queue', name, commands }, () => channel.assertQueue(name, { durable: true, arguments: wanted }));
  }
}

interface Declared {
  readonly kind: 'queue' | 'exchange';
  readonly name: string;
  readonly commands: readonly string[];
}

async function declare(declared: Declared, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === PRECONDITION_FAILED) throw mismatch(declared, error.message);
    throw error;
  }
}

function mismatch({ kind, name, commands }: Declared, reply: string): TopologyMismatch {
  const difference = differenceIn(reply);
  const command = commands.join('; ');
  return new TopologyMismatch(name, {
    vi: `RabbitMQ: ${kind} “${name}” đã có nhưng khác (${difference}). Dừng cổng, xoá nó (${command}) rồi chạy lại: không mất gì, các làn đến hạn vẫn nằm trong cơ sở dữ liệu.`,
    en: `RabbitMQ: the ${kind} “${name}” exists but differs (${difference}). Stop the gateway, delete it (${command}) and start again: nothing is lost, the lanes that are due are in the database.`,
  });
}

/** The broker says it as: inequivalent arg 'x' for queue 'q' in vhost '/': received the value '20' of type 'long' but current is none */
function differenceIn(reply: string): string {
  const [, argument, received, current] =
    /inequivalent arg '([^']+)' for .*?: received (.+?) but current is (.+?)"?$/s.exec(reply) ?? [];
  if (argument === undefined) return reply;
  return `${argument}: cần/wanted ${String(received)}, có/found ${String(current)}`;
}
