import { isEmpty, isRequired, SCORE_FIELDS, STEP_FILLED_TIMES, type Applicant, type Dossier, type Step } from '#canonical';
import type { Finding, SubmittedChanges } from './submission.ts';

/** A dossier as it will be kept, and what was kept although the sender left it out. */
export interface Merged {
  readonly dossier: Dossier;
  readonly warnings: readonly Finding[];
}

/**
 * A whole dossier over the last one: absent means empty, except for fields that decide the score and times that a step filled.
 * Those keep their last value unless they were cleared on purpose: a field forgotten by a sender must not cost the commune points.
 */
export function mergeWhole(
  sent: Dossier,
  last: { readonly dossier: Dossier; readonly stepFilled: ReadonlySet<string> },
  cleared: readonly string[],
): Merged {
  const kept: Record<string, unknown> = {};
  const warnings: Finding[] = [];
  for (const field of new Set([...SCORE_FIELDS, ...(last.stepFilled as ReadonlySet<keyof Dossier>)])) {
    if (!isEmpty(sent[field]) || isEmpty(last.dossier[field]) || cleared.includes(field)) continue;
    kept[field] = last.dossier[field];
    warnings.push({ field: `/${field}`, code: 'would-blank' });
  }
  return { dossier: warnings.length === 0 ? sent : { ...sent, ...kept }, warnings };
}

/**
 * Changes over a dossier: absent is unchanged. What was sent empty is cleared, except for fields that are required or decide the
 * score: those stay, with a warning.
 */
export function mergeChanges({ changes, emptied }: SubmittedChanges, last: Dossier): Merged {
  const { applicant, ...fields } = changes;
  const warnings: Finding[] = [];
  const merged: Record<string, unknown> = { ...last, ...fields };
  const owner: Record<string, unknown> = { ...last.applicant, ...applicant };
  for (const pointer of emptied) {
    const [, field = '', member] = pointer.split('/');
    const holder = member === undefined ? merged : owner;
    const name = member ?? field;
    if (isEmpty(holder[name])) continue;
    const isKept = isRequired(pointer, merged as never) || SCORE_FIELDS.some((scored) => scored === field);
    if (isKept) warnings.push({ field: pointer, code: 'would-blank' });
    else holder[name] = undefined;
  }
  return { dossier: { ...(merged as unknown as Dossier), applicant: owner as unknown as Applicant }, warnings };
}

/** A dossier after a step: its status (unless the step came late) and, if still empty, the time that such a step fills. */
export function applyStep(head: Dossier, step: Step, isLate: boolean): { dossier: Dossier; filled: string | undefined } {
  const time = STEP_FILLED_TIMES[step.status];
  const filled = time !== undefined && isEmpty(head[time]) ? time : undefined;
  return {
    dossier: {
      ...head,
      status: isLate ? head.status : step.status,
      ...(filled === undefined ? {} : { [filled]: step.occurredAt }),
    },
    filled,
  };
}
