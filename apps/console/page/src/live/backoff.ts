const FIRST_MS = 1_000;
const MOST_MS = 30_000;

/** How long to wait before the next try after so many failed ones, in milliseconds; `random` in [0, 1) spreads pages that lost the same server. */
export function delayAfter(failures: number, random: number): number {
  const full = Math.min(MOST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(full * (0.5 + random / 2));
}
