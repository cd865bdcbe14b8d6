/** A lane that a hint names, and how the hint is told what became of it. */
export interface HintedLane {
  readonly dossierId: number;
  /** Given back, or not due any more. */
  readonly done: () => void;
  /** Nobody could look at it: the hint goes back to the broker. */
  readonly failed: (error: unknown) => void;
}

/** Lanes that hints name, in the order in which they came. A hint is answered once all its lanes are. */
export class Inbox {
  private lanes: HintedLane[] = [];
  private isClosed = false;

  constructor(private readonly onArrival: () => void) {}

  get size(): number {
    return this.lanes.length;
  }

  /** Takes a hint in; resolves when all its lanes are done with. */
  offer(dossierIds: readonly number[]): Promise<void> {
    if (this.isClosed) return Promise.reject(new Error('the relay is stopping'));
    if (dossierIds.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      let open = dossierIds.length;
      const done = (): void => {
        open -= 1;
        if (open === 0) resolve();
      };
      this.lanes.push(...dossierIds.map((dossierId) => ({ dossierId, done, failed: reject })));
      this.onArrival();
    });
  }

  take(most: number): HintedLane[] {
    return this.lanes.splice(0, most);
  }

  /** Takes nothing more, and sends back what nobody has looked at. */
  close(): void {
    this.isClosed = true;
    this.lanes.splice(0).forEach(({ failed }) => {
      failed(new Error('the relay is stopping'));
    });
  }
}
