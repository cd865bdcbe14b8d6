import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const registry = new Registry();
collectDefaultMetrics({ register: registry });

/** A count that only grows. */
export function counter<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
  return new Counter({ name, help, labelNames, registers: [registry] });
}

/** A value that goes up and down. */
export function gauge<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> {
  return new Gauge({ name, help, labelNames, registers: [registry] });
}

/** A distribution; durations in seconds. */
export function histogram<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Histogram<L> {
  return new Histogram({ name, help, labelNames, registers: [registry], buckets: [0.002, 0.01, 0.05, 0.2, 1, 5, 20, 60] });
}

/** Everything measured in this process, in the Prometheus text format. */
export async function metricsText(): Promise<{ contentType: string; text: string }> {
  return { contentType: registry.contentType, text: await registry.metrics() };
}
