import { useQuery } from '@tanstack/react-query';
import { Descriptions } from 'antd';
import type { ReactNode } from 'react';
import type { Replay as ReplayAnswer } from '../../../contract/replays.ts';
import { keys } from '../api/keys.ts';
import { useDestinationName } from '../destinations/destinations.tsx';
import { formatCount, formatTime } from '../format/time.ts';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { useLanguage } from '../texts/language.tsx';
import { describeSelection } from './describe-selection.ts';
import { DryRun } from './dry-run.tsx';
import { Progress } from './progress.tsx';
import { ReplayActs } from './replay-acts.tsx';
import { ReplayTag } from './replay-tag.tsx';
import { replayRequests } from './requests.ts';

/** One replay: what it is, how far it has come, what can be done about it, and its dry run. */
export function Replay({ id }: { readonly id: string }): ReactNode {
  const { t } = useLanguage();
  const replay = useQuery({ queryKey: keys.replay(id), queryFn: () => replayRequests.one(id) });
  return (
    <article>
      {replay.isPending && <Loading rows={8} />}
      {replay.isError && replay.data === undefined && (
        <>
          <h1>{t.replays.title}</h1>
          <Failure error={replay.error} onRetry={() => void replay.refetch()} />
        </>
      )}
      {replay.data !== undefined && <Whole replay={replay.data} />}
    </article>
  );
}

function Whole({ replay }: { readonly replay: ReplayAnswer }): ReactNode {
  const { t, say } = useLanguage();
  return (
    <div className="stack">
      <div className="section-head">
        <h1>{describeSelection(replay.selection, t)}</h1>
        <ReplayTag state={replay.state} />
      </div>
      <section className="panel">
        <Facts replay={replay} />
        <Progress replay={replay} />
        <Counts replay={replay} />
        <UnknownCodes replay={replay} />
        {replay.error !== null && <p className="halt halt-bad">{say(replay.error)}</p>}
        <ReplayActs replay={replay} />
      </section>
      <DryRun replay={replay} />
    </div>
  );
}

function Facts({ replay }: { readonly replay: ReplayAnswer }): ReactNode {
  const { t } = useLanguage();
  const nameOf = useDestinationName();
  const time = (at: string | null): string => (at === null ? t.sizes.none : formatTime(at));
  const facts = [
    [t.replays.mode, t.replays.modes[replay.mode]],
    [
      t.replays.destinations,
      replay.destinations.length === 0 ? t.replays.everywhere : replay.destinations.map(nameOf).join(', '),
    ],
    [t.act.reason, replay.reason],
    [t.replays.by, replay.by],
    [t.replays.created, time(replay.createdAt)],
    [t.replays.started, time(replay.startedAt)],
    [t.replays.finished, time(replay.finishedAt)],
  ] as const;
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, md: 2, xl: 3 }}
      items={facts.map(([label, children]) => ({ key: label, label, children }))}
    />
  );
}

/** Of a list whose codes were mistyped: these are left out, and nobody finds out otherwise. */
function UnknownCodes({ replay: { counts, unknownCodes } }: { readonly replay: ReplayAnswer }): ReactNode {
  const { t } = useLanguage();
  if (counts.unknown === 0) return null;
  const more = counts.unknown > unknownCodes.length ? ', …' : '';
  return <p className="halt">{t.replays.unknownCodes(unknownCodes.join(', ') + more)}</p>;
}

const COUNTS = ['listed', 'toSend', 'nothingToSend', 'sent', 'delivered', 'waiting', 'failed', 'unknown'] as const;

function Counts({ replay: { counts } }: { readonly replay: ReplayAnswer }): ReactNode {
  const { t, language } = useLanguage();
  return (
    <dl className="figures figures-wrap">
      {COUNTS.map((name) => (
        <div key={name}>
          <dt>{t.replays.counts[name]}</dt>
          <dd>{formatCount(counts[name], language)}</dd>
        </div>
      ))}
    </dl>
  );
}
