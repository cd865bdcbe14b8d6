import { describe, expect, it } from '@jest/globals';
import { NO_STEPS, p1Of, withStep, type Instant, type ManifestFacts } from '#canonical';
import { Guesses, nameDifference, type StepFact } from './name-difference.ts';

const at = (hour: number): Instant => `2026-11-23T${String(hour).padStart(2, '0')}:00:00Z` as Instant;
const STEPS: readonly StepFact[] = [
  { status: 4, occurredAt: at(2) },
  { status: 5, occurredAt: at(3) },
  { status: 9, occurredAt: at(4) },
];
const OURS: ManifestFacts = {
  ...{ code: 'H56.14797-261123-0001', procedure: '2.000815', channel: 'direct', status: 9, hasResult: false },
  ...{ receivedAt: at(1), dueAt: at(9), finishedAt: at(4), returnedAt: undefined },
  steps: STEPS.reduce(withStep, NO_STEPS),
};

function named(other: Partial<ManifestFacts>, steps?: number): string {
  const { kind, field } = nameDifference({ p1: p1Of({ ...OURS, ...other }), steps }, OURS, {
    steps: STEPS,
    guesses: new Guesses(100_000),
  });
  return `${kind} ${field}`;
}

const told = (...steps: StepFact[]): ManifestFacts['steps'] => steps.reduce(withStep, NO_STEPS);
const [first, second, third] = STEPS as [StepFact, StepFact, StepFact];

describe('a difference behind a hash', () => {
  it.each([
    ['another channel', { channel: 'online' }, 'field channel'],
    ['no channel', { channel: undefined }, 'field channel'],
    ['another status', { status: 10 }, 'field status'],
    ['local time taken for UTC', { receivedAt: at(8) }, 'field receivedAt'],
    ['no due date', { dueAt: undefined }, 'field dueAt'],
    ['a result', { hasResult: true }, 'field result'],
    ['a step fewer in the middle', { steps: told(first, third) }, 'steps steps.missing'],
    [
      'the last step fewer, and what it brought',
      { steps: told(first, second), status: 5, finishedAt: undefined },
      'steps steps.missing',
    ],
    ['no steps', { steps: NO_STEPS }, 'steps steps.missing'],
    ['a step twice', { steps: told(...STEPS, third) }, 'steps steps.more'],
    [
      "two steps with each other's times",
      { steps: told(first, { ...second, occurredAt: at(4) }, { ...third, occurredAt: at(3) }) },
      'steps steps.order',
    ],
    ['a value that nobody can guess', { dueAt: '2031-01-01T01:02:03Z' as Instant }, 'field p1'],
    ['two fields at once', { dueAt: undefined, channel: 'post' }, 'field p1'],
  ])('that is %s has its name', (_, other, name) => {
    expect(named(other)).toBe(name);
  });

  it('that nobody can guess is about steps where their number is told', () => {
    const unknown = { steps: { count: 5, lastStatus: 10, lastAt: at(7) } };
    expect([named(unknown), named(unknown, 5), named(unknown, 1)]).toEqual([
      'field p1',
      'steps steps.more',
      'steps steps.missing',
    ]);
  });

  it('is not guessed beyond what may be tried, however many steps there are, and is named by their number then', () => {
    const many = Array.from({ length: 40 }, (_, minute): StepFact => ({
      status: 4,
      occurredAt: `2026-11-23T02:${String(minute).padStart(2, '0')}:00Z` as Instant,
    }));
    const ours = { ...OURS, steps: many.reduce(withStep, NO_STEPS) };
    const guesses = new Guesses(20_000);
    const name = (steps?: number): string => nameDifference({ p1: '0'.repeat(64), steps }, ours, { steps: many, guesses }).field;
    const named = [];
    while (!guesses.isOver && named.length < 10) named.push(name());
    expect(named).toEqual(['p1', 'p1', 'p1']);
    expect(name(41)).toBe('steps.more');
    expect(nameDifference({ p1: p1Of({ ...ours, channel: 'post' }) }, ours, { steps: many, guesses }).field).toBe('p1');
  });
});
