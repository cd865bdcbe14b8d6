/** The most calls that any span of time had above what it may have; `calls`: when they were made, milliseconds, in order. */
export function mostAbove(calls: readonly number[], { perSecond, burst }: { perSecond: number; burst: number }): number {
  return Math.max(
    ...calls.flatMap((from, first) =>
      calls.slice(first).map((until, more) => more + 1 - burst - (perSecond * (until - from)) / 1_000),
    ),
  );
}
