import { counter, type SigningKey } from '#runtime';
import type { Looking } from '../checks/check.ts';
import type { Duty } from './duty.ts';

const sealed = counter('gateway_evidence_leaves_total', 'Accepted items that were sealed in the chain of evidence', [] as const);

/** Seals what was accepted in the chain of evidence, and signs its end once a day is over. */
export function sealEvidence({ ledger, clock, log, signer }: Looking & { signer: SigningKey }, everyMs: number): Duty {
  return {
    name: 'seal-evidence',
    everyMs,
    run: async (cursor) => {
      const { position, leaves } = await ledger.evidence.seal(cursor, clock.now());
      sealed.inc(leaves);
      for (const day of await ledger.evidence.anchor(signer, clock.now())) log.event('evidence.anchored', { day });
      return position;
    },
  };
}
