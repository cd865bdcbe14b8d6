import { freePort as choose } from '../../apps/standalone/src/processes/ports.ts';

/** A free port of this machine that no passing connection takes before it is used. */
export function freePort(): Promise<number> {
  return choose('127.0.0.1');
}
