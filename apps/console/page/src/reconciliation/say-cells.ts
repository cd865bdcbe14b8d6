import type { DiscrepancyKind, Run, Tier } from '../../../contract/reconciliation.ts';
import type { Texts } from '../texts/dictionaries.ts';

/** What a run found, by tier and kind, in words: `Cổng quốc gia: bên kia thiếu 3, trường khác 1`. */
export function sayCells(cells: Run['cells'], { reconciliation }: Texts): string {
  return (Object.entries(cells) as [Tier, Readonly<Partial<Record<DiscrepancyKind, number>>>][])
    .map(([tier, kinds]) => `${reconciliation.tiers[tier]}: ${sayKinds(kinds, reconciliation)}`)
    .join(' · ');
}

/** How many of which kind, in words. */
export function sayKinds(
  kinds: Readonly<Partial<Record<DiscrepancyKind, number>>>,
  { kinds: words }: Texts['reconciliation'],
): string {
  return (Object.entries(kinds) as [DiscrepancyKind, number][])
    .map(([kind, count]) => `${words[kind].toLocaleLowerCase('vi')} ${String(count)}`)
    .join(', ');
}
