import type { DossierDestination } from '../../../contract/answers.ts';

/** Items that a destination has not acknowledged and that nobody is sending just now: those that may be cancelled, the blocked one first. */
export function openItems({ state, acknowledgedSeq, blockedSeq }: DossierDestination, headSeq: number): number[] {
  if (state === 'idle' || state === 'leased') return [];
  const open = Array.from({ length: Math.max(0, headSeq - acknowledgedSeq) }, (_, index) => acknowledgedSeq + 1 + index);
  if (blockedSeq === null) return open;
  return [blockedSeq, ...open.filter((seq) => seq !== blockedSeq)];
}
