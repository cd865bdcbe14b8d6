import { command, databaseUrl } from '../support/databases.ts';
import { Cluster, type ClusterOptions } from '../support/harness/cluster.ts';
import type { Outcome } from '../support/harness/rehearse.ts';
import type { TroubleOptions } from '../support/harness/trouble.ts';
import { startPostgresServer, type PostgresServer } from '../support/postgres-server.ts';
import { startRabbitServer, type RabbitServer } from '../support/rabbit-server.ts';

/** What a proof is run with; what is absent has the full number. */
export interface ProofOptions {
  readonly seed: number;
  readonly dossiers?: number;
  readonly seconds?: number;
  readonly requests?: number;
  readonly say: (line: string) => void;
}

export type Figures = Readonly<Record<string, unknown>>;

/** What a proof comes to. */
export interface Result {
  readonly figures: Figures;
  readonly target: string;
  readonly met: boolean;
  /** Why nothing could be looked at on this machine: neither met nor missed. */
  readonly notChecked?: string;
}

export const NO_TROUBLE: Omit<TroubleOptions, 'seed'> = {
  ...{ kills: 0, stops: 0, databaseAway: [], faults: [], faultMs: 0, forgotten: 0 },
};

const DATABASE = 'prove';

/** Runs a proof on a cluster and a durable database of its own; the logs of one that missed its target stay. */
export async function onCluster(
  options: Omit<ClusterOptions, 'databaseUrl'>,
  work: (cluster: Cluster, server: PostgresServer) => Promise<Result>,
): Promise<Result> {
  const server = await startPostgresServer({ durable: true });
  await command(server.url, `CREATE DATABASE ${DATABASE}`);
  const cluster = await Cluster.start({ ...options, databaseUrl: databaseUrl(server.url, DATABASE) });
  try {
    const result = await work(cluster, server);
    cluster.keepsLogs = !result.met;
    return { ...result, figures: { ...result.figures, ...(result.met ? {} : { logs: cluster.folder }) } };
  } finally {
    await cluster.stop();
    await server.stop();
  }
}

/** Runs a proof beside a RabbitMQ of its own. */
export async function withBroker(work: (broker: RabbitServer) => Promise<Result>): Promise<Result> {
  const broker = await startRabbitServer();
  try {
    return await work(broker);
  } finally {
    await broker.stop();
  }
}

/** Whether everything arrived as it should, and as nobody complained. */
export function isRight({ wrong, complaints, unrested }: Outcome): boolean {
  return wrong.size === 0 && complaints.length === 0 && unrested === 0;
}

export function figuresOf({ wrong, complaints, unrested, at, blows, driver, seconds }: Outcome): Figures {
  const { requests, retries, resent, throughOther } = driver;
  const struck = Object.fromEntries(Object.entries(blows).filter(([, count]) => count > 0));
  const seen = Object.values(at).length === 1 ? Object.values(at)[0] : at;
  return {
    ...{ seconds, blows: struck, requests, retries, resent, throughOther, ...seen, unrested, wrongDossiers: wrong.size },
    ...{ wrong: Object.fromEntries([...wrong].slice(0, 10)), complaints: complaints.slice(0, 10) },
  };
}

/** The value below which that share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
