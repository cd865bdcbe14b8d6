import type { HeldDossier, WireItem } from './dossier.ts';

/** Where the items of a portal's wire say how a dossier stands. */
export interface StatusWords {
  readonly ofRecord: (record: WireItem) => string;
  /** Undefined: the step says nothing of it. */
  readonly ofStep: (step: WireItem) => string | undefined;
  /** When the step was taken, in a form whose order as text is that of time. */
  readonly timeOfStep: (step: WireItem) => string;
}

/** Today's status: the last record's, or that of a step accepted after it, unless that step is older than a former one. */
export function statusOf({ records, steps }: HeldDossier, words: StatusWords): string {
  const last = records.at(-1);
  let status = last === undefined ? '' : words.ofRecord(last.item);
  let latest = '';
  for (const { n, item } of steps) {
    const told = words.ofStep(item);
    if (told === undefined) continue;
    const at = words.timeOfStep(item);
    if (n > (last?.n ?? 0) && at >= latest) status = told;
    if (at > latest) latest = at;
  }
  return status;
}

/** What was checked to be text when it was accepted. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
