import { instantOf, legalDay } from '#canonical';
import type { Check, Finding, Looking } from './check.ts';

/**
 * Open dossiers of divided units that nobody has handed to a successor: every part sees them until somebody decides. No delivery waits for it: what
 * destinations are told names the unit of the day of reception.
 */
export function checkUndecided({ ledger, clock }: Looking, everyMs: number): Check {
  return {
    name: 'undecided',
    everyMs,
    look: async () => {
      const units = await ledger.watch.undecidedUnits(legalDay(instantOf(clock.now())));
      return {
        findings: units.map(({ id, code, open }): Finding => {
          const unit = code === null ? '' : `unit=${code} `;
          return { subject: String(id), mustAct: 'province', count: open, sample: `${unit}dossiers=${String(open)}` };
        }),
      };
    },
  };
}
