/** How members are grouped: sizes count in weight, so that one heavy member does not make a huge statement. */
export interface GroupCommitOptions<T> {
  /** Most weight in one group; a single heavier member goes alone. */
  readonly maxWeight: number;
  /** Groups under way at once. */
  readonly maxInFlight: number;
  /**
   * How long a group that is not full gathers while another is under way before it starts beside it, in milliseconds; 0 by
   * default. Groups become fewer and larger, and a slow one still holds nobody up for longer than this.
   */
  readonly patienceMs?: number;
  /** Most weight that may wait; beyond it `add` rejects with `Overloaded`. */
  readonly maxWaiting: number;
  /** A member that has waited longer than this when its turn comes is turned away with `Overloaded`, in milliseconds. */
  readonly maxWaitMs?: number;
  /** Weight of a member, 1 by default. */
  readonly weigh?: (member: T) => number;
  /** Whether a failed group is tried member by member: true for faults of data, false when the database is away. */
  readonly isFaultOfOne: (error: unknown) => boolean;
}

/** The waiting room is full: the caller should answer "try later". */
export class Overloaded extends Error {
  constructor() {
    super('too much is waiting');
    this.name = 'Overloaded';
  }
}

interface Waiting<T, R> {
  readonly member: T;
  readonly weight: number;
  readonly since: number;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Commits members that arrive together in one transaction: while a group is under way the next one gathers, so that nobody
 * waits for a timer and the cost of a commit is shared. A fault of one member is never answered to another.
 */
export class GroupCommit<T, R> {
  private waiting: Waiting<T, R>[] = [];
  private waitingWeight = 0;
  private inFlight = 0;
  private patience: NodeJS.Timeout | undefined;
  private idle: (() => void)[] = [];

  constructor(
    private readonly commit: (members: readonly T[]) => Promise<readonly R[]>,
    private readonly options: GroupCommitOptions<T>,
  ) {}

  /** Adds a member; settles once its group is committed. */
  add(member: T): Promise<R> {
    const weight = this.options.weigh?.(member) ?? 1;
    if (this.waitingWeight > 0 && this.waitingWeight + weight > this.options.maxWaiting) return Promise.reject(new Overloaded());
    return new Promise<R>((resolve, reject) => {
      this.waiting.push({ member, weight, since: performance.now(), resolve, reject });
      this.waitingWeight += weight;
      // Not at once, so that members added in one turn of the event loop share a group.
      setImmediate(() => {
        this.pump();
      });
    });
  }

  /** Resolves once nothing waits and nothing is under way. */
  drain(): Promise<void> {
    if (this.inFlight === 0 && this.waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.idle.push(resolve);
    });
  }

  private pump(): void {
    if (this.inFlight < this.options.maxInFlight) this.turnAwayStale();
    while (this.mayStart()) this.startGroup();
    const { maxInFlight, patienceMs } = this.options;
    if (this.waiting.length === 0 || this.inFlight === maxInFlight) return;
    this.patience ??= setTimeout(() => {
      if (this.waiting.length > 0) this.startGroup();
      this.pump();
    }, patienceMs);
  }

  private mayStart(): boolean {
    if (this.waiting.length === 0 || this.inFlight === this.options.maxInFlight) return false;
    const { patienceMs = 0, maxWeight } = this.options;
    return this.inFlight === 0 || patienceMs === 0 || this.waitingWeight >= maxWeight;
  }

  private startGroup(): void {
    clearTimeout(this.patience);
    this.patience = undefined;
    this.inFlight += 1;
    void this.run(this.takeGroup()).finally(() => {
      this.inFlight -= 1;
      this.pump();
      if (this.inFlight === 0 && this.waiting.length === 0)
        this.idle.splice(0).forEach((resolve) => {
          resolve();
        });
    });
  }

  /** When commits hang, those who come late are not to wait for one hanging commit after the other. */
  private turnAwayStale(): void {
    const { maxWaitMs } = this.options;
    if (maxWaitMs === undefined) return;
    const oldest = performance.now() - maxWaitMs;
    const count = this.waiting.findIndex(({ since }) => since >= oldest);
    for (const { weight, reject } of this.waiting.splice(0, count < 0 ? this.waiting.length : count)) {
      this.waitingWeight -= weight;
      reject(new Overloaded());
    }
  }

  private takeGroup(): Waiting<T, R>[] {
    let weight = 0;
    let count = 0;
    for (const { weight: more } of this.waiting) {
      if (count > 0 && weight + more > this.options.maxWeight) break;
      weight += more;
      count += 1;
    }
    this.waitingWeight -= weight;
    return this.waiting.splice(0, count);
  }

  private async run(group: Waiting<T, R>[]): Promise<void> {
    try {
      const results = await this.commit(group.map(({ member }) => member));
      group.forEach(({ resolve }, index) => {
        resolve(results[index] as R);
      });
    } catch (error) {
      if (group.length > 1 && this.options.isFaultOfOne(error)) {
        for (const waiting of group) await this.run([waiting]);
      } else {
        group.forEach(({ reject }) => {
          reject(error);
        });
      }
    }
  }
}
