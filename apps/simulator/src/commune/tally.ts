/** Something that an operator of the commune's system ought to see, and never does: the real clients only log it. */
export interface Problem {
  readonly service: string;
  /** What the answer said, `http-<status>` when it was no answer of the protocol, `none` when none came. */
  readonly errorCode: string;
  readonly message: string;
  /** The dossier that it was first seen with. */
  readonly code: string;
  times: number;
}

const MOST_PROBLEMS = 100;
const LONGEST_MESSAGE = 300;

/** Counts what a client asked and what it was answered. */
export class Tally {
  readonly calls: Record<string, number> = {};
  readonly answers: Record<string, number> = {};
  private readonly problems = new Map<string, Problem>();

  called(service: string): void {
    this.calls[service] = (this.calls[service] ?? 0) + 1;
  }

  answered(errorCode: string): void {
    this.answers[errorCode] = (this.answers[errorCode] ?? 0) + 1;
  }

  problem(seen: Omit<Problem, 'times'>): void {
    const message = seen.message.slice(0, LONGEST_MESSAGE);
    const key = `${seen.service}|${seen.errorCode}|${message}`;
    const known = this.problems.get(key);
    if (known !== undefined) known.times += 1;
    else if (this.problems.size < MOST_PROBLEMS) this.problems.set(key, { ...seen, message, times: 1 });
  }

  get seen(): readonly Problem[] {
    return [...this.problems.values()];
  }
}
