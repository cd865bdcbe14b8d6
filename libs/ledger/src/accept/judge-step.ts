import { contentHash, mayFollow, slotHash, type Step } from '#canonical';
import type { DossierMemory, ItemRef } from './memory.ts';
import type { Finding } from './submission.ts';

/** What a submitted step comes to. `replaces`: seq of the former step whose place it takes. */
export type StepVerdict =
  | { readonly kind: 'duplicate'; readonly of: ItemRef }
  | {
      readonly kind: 'accepted';
      readonly hash: string;
      readonly slotHash: string;
      /** A correction of a step that a portal may have: portals cannot correct steps, so it is recorded and not sent. */
      readonly stale: boolean;
      readonly replaces: number | undefined;
      /** Older than the last step: delivered, but today's status stays. */
      readonly late: boolean;
      readonly warnings: readonly Finding[];
    };

/** Judges a step of a known dossier: equal in all fields, a correction of a former one, or a new one. */
export function judgeStep(step: Step, memory: DossierMemory): StepVerdict {
  const hash = contentHash(step);
  const same = memory.steps.find((known) => known.hash === hash);
  if (same !== undefined) return { kind: 'duplicate', of: same };

  const slot = slotHash(step);
  const former = memory.steps.findLast((known) => known.slotHash === slot);
  const late = memory.lastStepAt !== undefined && step.occurredAt < memory.lastStepAt;
  const accepted = { kind: 'accepted', hash, slotHash: slot, late } as const;
  if (former === undefined)
    return { ...accepted, stale: false, replaces: undefined, warnings: transitionWarnings(step, memory, late) };
  return former.replaceable
    ? { ...accepted, stale: false, replaces: former.seq, warnings: [] }
    : { ...accepted, stale: true, replaces: undefined, warnings: [{ field: '', code: 'correction-not-sent' }] };
}

function transitionWarnings(step: Step, { head }: DossierMemory, late: boolean): Finding[] {
  return late || mayFollow(head.status, step.status) ? [] : [{ field: '/status', code: 'unusual-transition' }];
}
