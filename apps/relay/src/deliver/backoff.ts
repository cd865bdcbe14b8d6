import type { DestinationSettings } from '#protocols';

/** How waits grow, in milliseconds: `first`, times `factor` per further failure, at most `most`. */
export interface Delays {
  readonly first: number;
  readonly factor: number;
  readonly most: number;
}

/** How a destination is waited for. */
export function delaysOf({
  firstDelayMs: first,
  delayFactor: factor,
  mostDelayMs: most,
}: Pick<DestinationSettings, 'firstDelayMs' | 'delayFactor' | 'mostDelayMs'>): Delays {
  return { first, factor, most };
}

/** The longest wait after that many failures before. Milliseconds. */
export function delayMs(failures: number, { first, factor, most }: Delays): number {
  return Math.min(most, first * factor ** failures);
}

/** Exponential delay with full jitter: somewhere between nothing and the longest. Milliseconds. */
export function backoffMs(failures: number, delays: Delays, random: () => number = Math.random): number {
  return Math.ceil(random() * delayMs(failures, delays));
}
