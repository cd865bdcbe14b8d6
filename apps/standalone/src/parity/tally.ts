import type { Habit } from '#protocols';
import type { DossierFindings, Finding, FindingKind } from './findings.ts';

/** A difference by example; values as they may be shown. */
export interface Example {
  readonly dossier: string;
  readonly kind: FindingKind;
  readonly here: string;
  readonly there: string;
}

/** What was found of one field. */
export interface FieldCount {
  readonly path: string;
  /** By kind, what nothing explains. */
  readonly kinds: Readonly<Partial<Record<FindingKind, number>>>;
  /** What habits of the other system explain, and what was said to be expected. */
  readonly explained: number;
  readonly expected: number;
  readonly examples: readonly Example[];
}

/** A habit of the other system, and how often it explains a difference. */
export interface HabitCount {
  readonly habit: Habit;
  readonly count: number;
}

interface Counted {
  readonly kinds: Partial<Record<FindingKind, number>>;
  explained: number;
  expected: number;
  readonly examples: Example[];
}

/** Counts what is found, dossier by dossier; of each field it holds a few examples. */
export class Tally {
  readonly dossiers = { equal: 0, explained: 0, differing: 0 };
  readonly steps = { equal: 0, repeated: 0 };
  private readonly fields = new Map<string, Counted>();
  private readonly habitCounts = new Map<Habit, number>();

  constructor(
    private readonly expected: ReadonlySet<string>,
    private readonly mostExamples: number,
  ) {}

  add(dossier: string, { findings, steps }: DossierFindings): void {
    this.steps.equal += steps.equal;
    this.steps.repeated += steps.repeated;
    let isExplained = true;
    for (const finding of findings) isExplained = this.count(dossier, finding) && isExplained;
    this.dossiers[findings.length === 0 ? 'equal' : isExplained ? 'explained' : 'differing'] += 1;
  }

  /** What nothing explains. */
  get unexplained(): number {
    return this.counts().reduce((sum, { kinds }) => sum + Object.values(kinds).reduce((all, one) => all + one, 0), 0);
  }

  /** By field, the most frequent first. */
  counts(): FieldCount[] {
    const sizeOf = ({ kinds, explained, expected }: FieldCount): number[] => [
      Object.values(kinds).reduce((all, one) => all + one, 0),
      explained + expected,
    ];
    return [...this.fields.entries()]
      .map(([path, counted]) => ({ path, ...counted }))
      .sort((a, b) => (sizeOf(b)[0] ?? 0) - (sizeOf(a)[0] ?? 0) || (sizeOf(b)[1] ?? 0) - (sizeOf(a)[1] ?? 0));
  }

  habits(): HabitCount[] {
    return [...this.habitCounts.entries()].map(([habit, count]) => ({ habit, count })).sort((a, b) => b.count - a.count);
  }

  /** Whether something explains it. */
  private count(dossier: string, { path, kind, habit, here, there }: Finding): boolean {
    const counted = this.fields.get(path) ?? { kinds: {}, explained: 0, expected: 0, examples: [] };
    this.fields.set(path, counted);
    if (habit !== undefined) {
      counted.explained += 1;
      this.habitCounts.set(habit, (this.habitCounts.get(habit) ?? 0) + 1);
      return true;
    }
    if (this.expected.has(path)) {
      counted.expected += 1;
      return true;
    }
    counted.kinds[kind] = (counted.kinds[kind] ?? 0) + 1;
    if (counted.examples.length < this.mostExamples) counted.examples.push({ dossier, kind, here, there });
    return false;
  }
}
