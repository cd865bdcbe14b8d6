import type { CatalogueChange } from '../../../contract/catalogue.ts';
import { flatten } from '../dossiers/flatten.ts';
import type { Texts } from '../texts/dictionaries.ts';

const LONGEST = 240;

/** What a change was and is, in a few words: of details the members that differ. */
export function describeSide(side: CatalogueChange['before'], { catalogue }: Texts): string {
  if (side === null) return '—';
  const renumbered = side['renumberedAs'];
  if (typeof renumbered === 'string') return catalogue.renumbered(renumbered);
  const said = flatten(side).map(({ path, value }) => (path.length > 1 ? `${path.join('.')}: ${value}` : value));
  const text = said.filter((part) => part !== '').join(' · ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text || '—';
}
