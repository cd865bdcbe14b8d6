import { manifestText, sha256, withStep, NO_STEPS, type Instant, type ManifestFacts, type StepsTold } from '#canonical';
import { STEPS, type Finding } from './kinds.ts';

/** A step by what a manifest says of one. */
export interface StepFact {
  readonly status: number;
  readonly occurredAt: Instant;
}

/** A row of the other side's manifest; `steps`: how many it has, where it says so. */
export interface RowToName {
  readonly p1: string;
  readonly steps?: number | undefined;
}

type Variant = Partial<ManifestFacts>;
const CHANNELS = [undefined, 'direct', 'online', 'post'];
const STATUSES = Array.from({ length: 10 }, (_, at) => at + 1);
const TIMES = ['receivedAt', 'dueAt', 'finishedAt', 'returnedAt'] as const;
/** Local time taken for UTC, or the other way round; a day more or less. */
const SHIFTS_S = [7 * 3_600, -7 * 3_600, 86_400, -86_400];
const MOST_STEPS = 40;
/** Of one row: a dossier with many steps must not use up what the others may have. */
const MOST_GUESSES = 8_000;

/**
 * How many values may be tried for the rows of a manifest, all together. Whoever makes the value wrongly has every row differ, and nobody can
 * guess one of them.
 */
export class Guesses {
  constructor(private left: number) {}

  get isOver(): boolean {
    return this.left <= 0;
  }

  take(): void {
    this.left -= 1;
  }
}

/**
 * Which member a row differs in although it shows no more than a hash: our own facts are changed one at a time, and with them what changes
 * together, until they give the same value. What cannot be found so is `p1`: several members, or a value that nobody can guess.
 */
export function nameDifference(
  row: RowToName,
  ours: ManifestFacts,
  { steps, guesses }: { readonly steps: readonly StepFact[]; readonly guesses: Guesses },
): Finding {
  const own = new Guesses(MOST_GUESSES);
  const fits = (variant: Variant): boolean => {
    if (guesses.isOver || own.isOver) return false;
    guesses.take();
    own.take();
    return sha256(manifestText({ ...ours, ...variant })) === row.p1;
  };
  const field = fieldVariants(ours).find(({ variant }) => fits(variant));
  if (field !== undefined) return { kind: 'field', field: field.field };
  const alongside = consequences(ours);
  const told = stepVariants(ours.steps, steps.slice(-MOST_STEPS)).find(({ told }) =>
    alongside.some((more) => fits({ ...more, steps: told })),
  );
  return told === undefined ? nameByCount(row, ours.steps.count) : { kind: 'steps', field: told.field };
}

/** By the number of steps alone, where it is told. */
export function nameByCount({ steps }: RowToName, ours: number): Finding {
  if (steps === undefined || steps === ours) return { kind: 'field', field: 'p1' };
  return { kind: 'steps', field: steps < ours ? STEPS.missing : STEPS.more };
}

function fieldVariants(ours: ManifestFacts): { field: string; variant: Variant }[] {
  return [
    ...CHANNELS.map((channel) => ({ field: 'channel', variant: { channel } })),
    ...STATUSES.map((status) => ({ field: 'status', variant: { status } })),
    ...TIMES.flatMap((field) => timesNear(ours, field).map((time) => ({ field, variant: { [field]: time } }))),
    { field: 'result', variant: { hasResult: !ours.hasResult } },
  ];
}

/** None, that of another member, or the same shifted. */
function timesNear(ours: ManifestFacts, field: (typeof TIMES)[number]): (Instant | undefined)[] {
  const time = ours[field];
  const shifted = time === undefined ? [] : SHIFTS_S.map((seconds) => shift(time, seconds));
  return [undefined, ...TIMES.map((other) => ours[other]), ours.steps.lastAt, ...shifted];
}

function shift(time: Instant, seconds: number): Instant {
  return `${new Date(Date.parse(time) + seconds * 1_000).toISOString().slice(0, 19)}Z` as Instant;
}

/** What may go with a step that one side lacks: the status and the times that it brought. */
function consequences(ours: ManifestFacts): Variant[] {
  const { finishedAt, returnedAt } = ours;
  const statuses = [...new Set([ours.status, ...STATUSES])];
  const finished = [...new Set([finishedAt, undefined])];
  const returned = [...new Set([returnedAt, undefined])];
  const times = returned.flatMap((given) => finished.map((done) => ({ finishedAt: done, returnedAt: given })));
  return statuses.flatMap((status) => times.map((given) => ({ status, ...given })));
}

function stepVariants(ours: StepsTold, steps: readonly StepFact[]): { field: string; told: StepsTold }[] {
  const without = (gone: (at: number) => boolean): StepsTold => {
    const kept = steps.filter((_, at) => !gone(at)).reduce(withStep, NO_STEPS);
    return { ...kept, count: ours.count - (steps.length - kept.count) };
  };
  const missing = [...steps.map((_, one) => without((at) => at === one)), ...steps.map((_, from) => without((at) => at >= from))];
  const more = [1, 2, 3].map((extra) => ({ ...ours, count: ours.count + extra }));
  const lasts = steps.flatMap(({ status }) => steps.map(({ occurredAt }) => ({ lastStatus: status, lastAt: occurredAt })));
  return [
    ...missing.map((told) => ({ field: STEPS.missing, told })),
    ...more.map((told) => ({ field: STEPS.more, told })),
    ...lasts.map((last) => ({ field: STEPS.order, told: { ...ours, ...last } })),
  ];
}
