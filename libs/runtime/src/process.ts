import { ConfigurationError } from './environment.ts';
import { openLog, type Log } from './log.ts';

const STOP_WITHIN_MS = 9_000;

/** Something that was started and can be closed; `close` finishes what is under way. */
export interface Running {
  close(): Promise<void>;
}

/**
 * Runs a process: starts it, stops it once on SIGTERM, SIGINT or when the parent that holds its channel is gone, and ends with
 * code 0; a start that fails or a fault that nobody caught ends with code 1. A stop that takes longer than 9 s is cut: the
 * ledger makes that safe.
 */
export async function runProcess(name: string, start: (log: Log) => Promise<Running>): Promise<void> {
  const log = openLog(name);
  const fail = (error: unknown): void => {
    if (error instanceof ConfigurationError) process.stderr.write(`${error.message}\n`);
    else log.error(error, 'the process ends');
    process.exitCode = 1;
    process.exit();
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  try {
    const running = await start(log);
    stopOnSignal(running, log, fail);
    log.event('process.started', {});
    process.send?.('ready');
  } catch (error) {
    fail(error);
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
