import { pino } from 'pino';
import { logLevel } from './environment.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Structured log of one process: JSON lines on standard output. Personal data never goes in. */
export interface Log {
  /** One wide event per unit of work, with a fixed name such as `delivery.attempted`. */
  event(name: string, fields: Readonly<Record<string, unknown>>, level?: LogLevel): void;
  /** A fault of our own, with its stack. */
  error(error: unknown, message: string): void;
}

const FLUSH_MS = 100;

type Output = ReturnType<typeof pino.destination>;
let output: Output | undefined;

/** Opens the log of a process. */
export function openLog(service: string): Log {
  const out = (output ??= openOutput());
  const logger = pino(
    {
      level: logLevel(),
      base: { service, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    out,
  );
  return {
    event: (name, fields, level = 'info') => {
      logger[level]({ event: name, ...fields });
      if (level !== 'info' && level !== 'debug') out.flushSync();
    },
    error: (error, message) => {
      logger.error({ event: 'fault', err: withoutData(error) }, message);
      out.flushSync();
    },
  };
}

/**
 * Lines go out together, ten times a second, when they fill a page, and with every warning: a line of its own for every delivery
 * would cost as much as the delivery. What a killed process has not written is in the ledger all the same.
 */
function openOutput(): Output {
  const out = pino.destination({ dest: 1, sync: true, minLength: 4_096 });
  setInterval(() => {
    out.flushSync();
  }, FLUSH_MS).unref();
  process.on('exit', () => {
    out.flushSync();
  });
  return out;
}

/** Database errors carry the values of the failed row in `detail`, `parameters` and the like: only these members are safe to log. */
function withoutData(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, stack } = error;
  const code = 'code' in error ? error.code : undefined;
  // PostgreSQL quotes the faulty value in its message ("invalid input syntax … "); the code and the place say enough.
  if ('severity' in error) return { name, code, stack: stack?.split('\n').slice(1).join('\n') };
  return { name, message: error.message.slice(0, 300), code, stack };
}
