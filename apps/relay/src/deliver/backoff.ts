/** Exponential delay with full jitter: somewhere between nothing and `first` doubled per failure, at most `most`. Milliseconds. */
export function backoffMs(
  failures: number,
  { first, most }: { first: number; most: number },
  random: () => number = Math.random,
): number {
  const ceiling = Math.min(most, first * 2 ** Math.min(failures, 30));
  return Math.ceil(random() * ceiling);
}
