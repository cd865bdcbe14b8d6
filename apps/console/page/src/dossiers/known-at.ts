import type { ItemArrivals } from '../../../contract/answers.ts';

/** What one side knew of a dossier at a moment. */
export interface Knowledge {
  /** `gateway`, or a destination. */
  readonly side: string;
  /** Status of the last item that it knew; null: it knew nothing of the dossier. */
  readonly status: number | null;
  readonly lastSeq: number | null;
  /** Items that the gateway had by then and that had not arrived there. */
  readonly missing: readonly number[];
}

export const GATEWAY = 'gateway';

/** What each side knew at that moment, the gateway first. An item without a noted time that is there counts as there since it was accepted. */
export function knownAt(items: readonly ItemArrivals[], moment: string): Knowledge[] {
  const accepted = items.filter(({ acceptedAt }) => acceptedAt <= moment);
  const sides = [...new Set(items.flatMap(({ arrivals }) => arrivals.map(({ destination }) => destination)))].sort();
  return [
    knowledgeOf(GATEWAY, accepted, () => true),
    ...sides.map((side) => knowledgeOf(side, accepted, (item) => isThere(item, side, moment))),
  ];
}

/** The moments at which somebody came to know something, the oldest first. */
export function momentsOf(items: readonly ItemArrivals[]): string[] {
  const times = items.flatMap(({ acceptedAt, arrivals }) => [
    acceptedAt,
    ...arrivals.flatMap(({ at }) => (at === null ? [] : [at])),
  ]);
  return [...new Set(times)].sort();
}

function knowledgeOf(side: string, accepted: readonly ItemArrivals[], isKnown: (item: ItemArrivals) => boolean): Knowledge {
  const known = accepted.filter(isKnown);
  const last = known.at(-1);
  const missing = accepted.filter((item) => !isKnown(item) && isMeant(item, side)).map(({ seq }) => seq);
  return { side, status: last?.status ?? null, lastSeq: last?.seq ?? null, missing };
}

function isThere(item: ItemArrivals, side: string, moment: string): boolean {
  const arrival = item.arrivals.find(({ destination }) => destination === side);
  if (arrival === undefined || !['delivered', 'superseded'].includes(arrival.state)) return false;
  return arrival.at === null ? arrival.state === 'delivered' : arrival.at <= moment;
}

/** What is stale or cancelled is not to arrive. */
function isMeant({ arrivals }: ItemArrivals, side: string): boolean {
  const state = arrivals.find(({ destination }) => destination === side)?.state;
  return state !== undefined && state !== 'stale' && state !== 'cancelled';
}
