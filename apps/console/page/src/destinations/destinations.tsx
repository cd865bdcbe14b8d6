import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { keys } from '../api/keys.ts';
import { requests } from '../api/requests.ts';
import { learnTime } from '../format/clock.ts';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { useLanguage } from '../texts/language.tsx';
import { DestinationCard } from './destination-card.tsx';

/** Asked for now and then even while the stream is up: hourly figures change by time alone. */
const EVERY_MS = 30_000;

export function useDestinations() {
  return useQuery({ queryKey: keys.destinations, queryFn: read, refetchInterval: EVERY_MS });
}

async function read() {
  const answer = await requests.destinations();
  learnTime(answer.at);
  return answer;
}

/** The name of a destination in the language of the page; its id until that is known. */
export function useDestinationName(): (id: string) => string {
  const { say } = useLanguage();
  const { data } = useDestinations();
  return (id) => {
    const known = data?.items.find((one) => one.id === id);
    return known === undefined ? id : say(known.name);
  };
}

export function Destinations(): ReactNode {
  const { t } = useLanguage();
  return (
    <section aria-labelledby="destinations">
      <h2 id="destinations">{t.destinations.title}</h2>
      <Cards />
    </section>
  );
}

function Cards(): ReactNode {
  const { t } = useLanguage();
  const destinations = useDestinations();
  if (destinations.isPending) return <Loading rows={4} />;
  if (destinations.data === undefined) return <Failure error={destinations.error} onRetry={() => void destinations.refetch()} />;
  const { items } = destinations.data;
  if (items.length === 0) return <Nothing title={t.destinations.empty} next={t.destinations.emptyNext} />;
  return (
    <ul className="cards">
      {items.map((destination) => (
        <DestinationCard key={destination.id} destination={destination} />
      ))}
    </ul>
  );
}
