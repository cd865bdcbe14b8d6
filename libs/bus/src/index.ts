/**
 * RabbitMQ: which queues there are, connections that come back by themselves, a publisher that knows what was confirmed, and
 * consumers. The only room with amqplib. A message is a hint and never the record: whatever is lost or doubled here, the
 * database still knows. Nothing personal goes into a message, and no password of an address into a log.
 */
export { openBus, type Bus, type BusOptions, type BusState } from './bus.ts';
export { type ConsumeOptions, type Consumer, type Incoming } from './consumer.ts';
export { BrokerAway, NotConfirmed, type Outgoing } from './publisher.ts';
export { BusEnvironment, readBusSettings, type BusSettings } from './settings.ts';
export { EVENTS, laneQueue, lanesTopology, TopologyMismatch, type Topology } from './topology.ts';
