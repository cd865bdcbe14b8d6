/** What is changed all the time, and what a process is told to look at. */
export const PROBED = {
  ...{ partner: 'national', table: 'proof', code: 'stamp' },
  ...{ procedure: '8.999999', identifier: 'H56.PROOF' },
} as const;

/** As which process a probe is opened. `unit`: whose identifier changes; `clientId`: a client of that unit and another. */
export interface ProbeOrder {
  readonly role: 'door' | 'relay' | 'console';
  readonly url: string;
  readonly pepper: string;
  readonly unit: number;
  readonly clientId: number;
}

/** The numbers that a process sees, and when, in milliseconds of one clock for all processes of a machine. */
export interface Seen {
  readonly code: number;
  readonly procedure: number;
  readonly unit: number;
  readonly at: number;
}

/** Milliseconds of the clock that no one sets. */
export function aTime(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1_000;
}
