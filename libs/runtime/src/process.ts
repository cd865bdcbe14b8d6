import { showEnvironment, type ShownSetting } from './settings/show.ts';
import { describeEnvironment, type SettingDescription } from './settings/describe.ts';
import { ConfigurationError } from './settings/fault.ts';
import type { Source } from './environment.ts';
import type { Shape } from './settings/setting.ts';
import { openLog, type Log } from './log.ts';

const STOP_WITHIN_MS = 9_000;

/** Something that was started and can be closed; `close` finishes what is under way. */
export interface Running {
  close(): Promise<void>;
}

/** What a process is configured by. */
export interface ProcessConfiguration<T> {
  readonly name: string;
  /** The classes that describe its environment. */
  readonly environment: readonly Shape[];
  /** Reads everything, of which nothing is opened yet. @throws ConfigurationError with all faults at once */
  readonly read: (source?: Source) => T;
  /** The settings of its files. @throws ConfigurationError */
  readonly show?: () => readonly ShownSetting[];
}

/** What a process says of its configuration when it is asked with `--configuration`, instead of running. */
export interface ConfigurationReport {
  readonly name: string;
  /** Everything that would refuse the start; empty where nothing does. */
  readonly faults: readonly string[];
  readonly environment: readonly SettingDescription[];
  readonly values: readonly ShownSetting[];
}

/** Asks a process for its report. */
export const ASK_CONFIGURATION = '--configuration';

/**
 * Runs a process: reads its configuration, starts it, stops it once on SIGTERM, SIGINT or when the parent that holds its channel is
 * gone, and ends with code 0; a start that fails or a fault that nobody caught ends with code 1. A stop that takes longer than 9 s is
 * cut: the ledger makes that safe.
 */
export async function runProcess<T>(
  configuration: ProcessConfiguration<T>,
  start: (settings: T, log: Log) => Promise<Running>,
): Promise<void> {
  if (process.argv.includes(ASK_CONFIGURATION)) {
    const report = reportOn(configuration);
    process.exitCode = Number(report.faults.length > 0);
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  const log = openLog(configuration.name);
  const fail = (error: unknown): void => {
    if (error instanceof ConfigurationError) process.stderr.write(`${error.message}\n`);
    else log.error(error, 'the process ends');
    process.exitCode = 1;
    process.exit();
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  try {
    const running = await start(configuration.read(), log);
    stopOnSignal(running, log, fail);
    log.event('process.started', {});
    process.send?.('ready');
  } catch (error) {
    fail(error);
  }
}

/** What a process would say of its configuration. */
export function reportOn<T>({ name, environment, read, show }: ProcessConfiguration<T>): ConfigurationReport {
  const faults = faultsOf(read);
  return {
    name,
    faults,
    environment: environment.flatMap((shape) => describeEnvironment(shape)),
    values: [...environment.flatMap((shape) => showEnvironment(shape)), ...(faults.length > 0 ? [] : (show?.() ?? []))],
  };
}

/** What a reader of configuration finds wrong. */
export function faultsOf(read: () => unknown): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}

function stopOnSignal(running: Running, log: Log, fail: (error: unknown) => void): void {
  let stopping = false;
  const stop = (reason: string): void => {
    if (stopping) return;
    stopping = true;
    log.event('process.stopping', { reason });
    setTimeout(() => {
      process.exit(1);
    }, STOP_WITHIN_MS).unref();
    running.close().then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', () => {
    stop('SIGTERM');
  });
  process.on('SIGINT', () => {
    stop('SIGINT');
  });
  process.on('disconnect', () => {
    stop('parent gone');
  });
}
