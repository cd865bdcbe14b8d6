import type { Finding } from './kinds.ts';

/** What a lane came to that a run had compared with its destination. `unseen`: nothing can be said of it, which is no agreement. */
export interface Verification {
  readonly run: string;
  readonly as: 'agrees' | 'differs' | 'unseen';
  readonly dossierCode: string;
  readonly receivedUnit: number;
  /** The last item that was acknowledged when it was looked at. */
  readonly ackSeq: number;
  readonly findings: readonly Finding[];
}
