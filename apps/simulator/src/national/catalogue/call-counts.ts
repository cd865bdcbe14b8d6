const SECOND_MS = 1_000;

/** What was asked for of one service. */
interface Counted {
  total: number;
  most: number;
  recent: number[];
  readonly byKey: Map<string, number>;
}

/** Counts calls by service: how many, how many at most in any second, and how often for one thing. */
export class CallCounts {
  private readonly services = new Map<string, Counted>();

  note(service: string, key: string, now: number): void {
    const counted: Counted = this.services.get(service) ?? { total: 0, most: 0, recent: [], byKey: new Map() };
    this.services.set(service, counted);
    counted.total += 1;
    counted.recent = [...counted.recent.filter((at) => now - at < SECOND_MS), now];
    counted.most = Math.max(counted.most, counted.recent.length);
    counted.byKey.set(key, (counted.byKey.get(key) ?? 0) + 1);
  }

  show(): Readonly<Record<string, object>> {
    return Object.fromEntries(
      [...this.services].map(([service, { total, most, byKey }]) => {
        const repeated = [...byKey].filter(([, times]) => times > 1);
        return [service, { total, mostPerSecond: most, different: byKey.size, repeated: Object.fromEntries(repeated) }];
      }),
    );
  }

  clear(): void {
    this.services.clear();
  }
}
