import { writeSync } from 'node:fs';
import type { Clock, Log } from '#runtime';

/** The log of set-up, as lines of JSON in a file: the terminal is for people. */
export function openEditionLog(handle: number, clock: Clock): Log {
  const write = (level: string, fields: Readonly<Record<string, unknown>>): void => {
    writeSync(
      handle,
      `${JSON.stringify({ level, time: clock.now().toISOString(), service: 'standalone', pid: process.pid, ...fields })}\n`,
    );
  };
  return {
    event: (event, fields, level = 'info') => {
      write(level, { event, ...fields });
    },
    // The stack says where; the message of a database fault may quote a value.
    error: (error, message) => {
      write('error', { event: 'fault', message, stack: error instanceof Error ? error.stack?.split('\n').slice(1) : undefined });
    },
  };
}
