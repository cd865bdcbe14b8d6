import { useQuery } from '@tanstack/react-query';
import { Descriptions } from 'antd';
import type { ReactNode } from 'react';
import type { DossierStory } from '../../../contract/answers.ts';
import { keys } from '../api/keys.ts';
import { requests } from '../api/requests.ts';
import { formatTime } from '../format/time.ts';
import { ReplayButton } from '../replays/replay-button.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { useLanguage } from '../texts/language.tsx';
import { DossierDestinations } from './dossier-destinations.tsx';
import { KnowledgeOfSides } from './knowledge.tsx';
import { Reveal } from './reveal.tsx';
import { Timeline } from './timeline.tsx';

/** How often a dossier that is on its way is asked for; the stream tells of incidents, not of each delivery. */
const EVERY_MS = 3_000;

export function Dossier({ code }: { readonly code: string }): ReactNode {
  const { t } = useLanguage();
  const story = useQuery({
    queryKey: keys.dossier(code),
    queryFn: () => requests.dossier(code),
    refetchInterval: ({ state }) => (state.data?.destinations.some((one) => one.state !== 'idle') === true ? EVERY_MS : false),
  });
  return (
    <article>
      <h1>
        <span className="quiet">{t.dossiers.title}</span> <span className="code">{code}</span>
      </h1>
      {story.isPending && <Loading rows={10} />}
      {story.isError && story.data === undefined && <Failure error={story.error} onRetry={() => void story.refetch()} />}
      {story.data !== undefined && <Story story={story.data} />}
    </article>
  );
}

function Story({ story }: { readonly story: DossierStory }): ReactNode {
  return (
    <div className="stack">
      <Head story={story} />
      <DossierDestinations story={story} />
      <KnowledgeOfSides items={story.arrivals} />
      <Timeline events={story.timeline} omitted={story.attemptsOmitted} />
    </div>
  );
}

function Head({ story }: { readonly story: DossierStory }): ReactNode {
  const { t } = useLanguage();
  const statuses: Readonly<Record<number, string>> = t.dossiers.statuses;
  const procedure = story.procedureName === null ? story.procedureCode : `${story.procedureCode} · ${story.procedureName}`;
  const facts = [
    [t.dossiers.unit, `${story.unit.name} (${story.unit.code})`],
    [t.dossiers.procedure, procedure],
    [t.dossiers.status, `${String(story.status)} · ${statuses[story.status] ?? t.sizes.none}`],
    [t.dossiers.accepted, formatTime(story.acceptedAt)],
    [t.dossiers.source, story.sourceCode ?? t.sizes.none],
    [t.dossiers.client, story.client],
  ] as const;
  return (
    <section className="panel">
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2, xl: 3 }}
        items={facts.map(([label, children]) => ({ key: label, label, children }))}
      />
      <Reveal code={story.code} />
      <ReplayButton preset={{ way: 'dossier', dossierCode: story.code }} />
    </section>
  );
}
