import { unanswered, type CatalogueSource, type CatalogueWay, type SourceAnswer } from '#protocols';
import { notDuringMaintenance } from '../policy/maintenance.ts';
import type { Guards } from '../policy/guarded-client.ts';

/** A source of which nothing is asked that the policies of its destination forbid: its maintenance, and the calls that all relays share. */
export function guardSource(source: CatalogueSource, { maintenance, budget }: Guards): CatalogueSource {
  const guarded = async <T>({ deadline }: CatalogueWay, ask: () => Promise<SourceAnswer<T>>): Promise<SourceAnswer<T>> => {
    if (maintenance.isOn) return { answer: notDuringMaintenance(), found: undefined };
    // What everybody may read hangs on no budget of the portal that dossiers go to.
    if (source.needsSession && !(await budget.pass(deadline)))
      return { answer: unanswered('expired', true, 'transport.expired'), found: undefined };
    return ask();
  };
  const { list, record, page } = source;
  return {
    needsSession: source.needsSession,
    ...(list && { list: (service, way) => guarded(way, () => list(service, way)) }),
    ...(record && { record: (code, way) => guarded(way, () => record(code, way)) }),
    ...(page && { page: (walk, after, way) => guarded(way, () => page(walk, after, way)) }),
    close: () => source.close(),
  };
}
