import type { ArchivedDossier } from '#ledger';
import type { Habit, Parity, WireItem } from '#protocols';
import { compareItems, type Difference } from './compare-records.ts';
import { compareSteps, type StepComparison } from './compare-steps.ts';
import { explain, explainStep } from './explain.ts';
import type { SentDossier } from './export-index.ts';
import { NOTHING, show } from './mask.ts';

/** In which way two systems differ: see `Difference`; whole records and steps that only one has; the order of the steps. */
export type FindingKind = Difference['kind'] | 'only-here' | 'only-there' | 'order';

/** Something that differs, with nothing personal left of it. */
export interface Finding {
  /** A field by its name, `Step.` before that of a step; `Record`, `Step`, `Order` for the whole. */
  readonly path: string;
  readonly kind: FindingKind;
  readonly habit: Habit | undefined;
  readonly here: string;
  readonly there: string;
}

/** What comparing a dossier came to. */
export interface DossierFindings {
  readonly findings: readonly Finding[];
  readonly steps: Pick<StepComparison, 'equal' | 'repeated'>;
}

const RECORD = 'Record';
const STEP = 'Step';
const ORDER = 'Order';

/** Compares what the gateway would have sent of a dossier with what the other system sent. */
export function compareDossier(parity: Parity, { items }: ArchivedDossier, their: SentDossier): DossierFindings {
  const record = items.findLast(({ service }) => service !== 'steps')?.wire;
  const steps = items.filter(({ service }) => service === 'steps').map(({ wire }) => wire);
  const comparison = compareSteps(parity, steps, their.steps);
  return {
    findings: [...recordFindings(parity, record, their.record), ...stepFindings(parity, comparison)],
    steps: comparison,
  };
}

function recordFindings(parity: Parity, here: WireItem | undefined, there: WireItem | undefined): Finding[] {
  if (here === undefined && there === undefined) return [];
  if (here === undefined) return [whole(RECORD, 'only-there')];
  if (there === undefined) return [whole(RECORD, 'only-here')];
  return compareItems(parity.record, here, there).map((difference) => {
    const habit = explain(parity.habits, { of: 'record', difference, their: there });
    return toFinding(difference, habit, '');
  });
}

function stepFindings(parity: Parity, { differing, onlyHere, onlyThere, disordered }: StepComparison): Finding[] {
  const { habits, step: fields } = parity;
  const told = (step: WireItem): string =>
    fields
      .filter(({ shown }) => shown !== undefined)
      .map((field) => show(field, step[field.name]))
      .filter((text) => text !== NOTHING)
      .join(' · ');
  return [
    ...differing.flatMap(({ differences, there }) =>
      differences.map((difference) =>
        toFinding(difference, explain(habits, { of: 'step', difference, their: there }), `${STEP}.`),
      ),
    ),
    ...onlyHere.map((step) => ({ ...whole(STEP, 'only-here'), here: told(step) })),
    ...onlyThere.map((step) => ({ ...whole(STEP, 'only-there'), there: told(step), habit: explainStep(habits, step) })),
    ...(disordered ? [whole(ORDER, 'order')] : []),
  ];
}

function whole(path: string, kind: FindingKind): Finding {
  return { path, kind, habit: undefined, here: NOTHING, there: NOTHING };
}

function toFinding(difference: Difference, habit: Habit | undefined, above: string): Finding {
  const common = { path: `${above}${difference.path}`, kind: difference.kind, habit };
  if ('field' in difference) {
    const { field, here, there } = difference;
    return { ...common, here: show(field, here), there: show(field, there) };
  }
  return { ...common, here: NOTHING, there: NOTHING };
}
