/** Something that is done again and again, by one process at a time. */
export interface Duty {
  /** Names its row in the ledger. */
  readonly name: string;
  readonly everyMs: number;
  /**
   * Does it once; `cursor`: where a walk got to the last time. Answers where it is now, where it is one. `stopping`: the process is asked to end; who
   * takes long leaves off at the next place from which another one can go on.
   */
  run(cursor: number, stopping: AbortSignal): Promise<number | undefined>;
  /** Another process does it: what was measured here says nothing any more. */
  rest?(): void;
}
