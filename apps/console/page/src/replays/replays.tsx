import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Replay } from '../../../contract/replays.ts';
import { keys } from '../api/keys.ts';
import { formatTime } from '../format/time.ts';
import { useMay } from '../login/operator.tsx';
import { paths } from '../route/route.ts';
import { Link } from '../route/use-route.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { useLanguage } from '../texts/language.tsx';
import { describeSelection } from './describe-selection.ts';
import { NewReplayDialog } from './new-replay.tsx';
import { Progress } from './progress.tsx';
import { ReplayTag } from './replay-tag.tsx';
import { replayRequests } from './requests.ts';

export function Replays(): ReactNode {
  const { t } = useLanguage();
  const [isAsked, setAsked] = useState(false);
  const may = useMay('operator');
  return (
    <>
      <div className="section-head">
        <h1>{t.replays.title}</h1>
        {may && (
          <Button
            type="primary"
            icon={<PlusOutlined />}
            onClick={() => {
              setAsked(true);
            }}
          >
            {t.replays.create}
          </Button>
        )}
      </div>
      <p className="quiet dialog-text">{t.replays.lead}</p>
      <List />
      {isAsked && (
        <NewReplayDialog
          preset={{ way: 'list' }}
          onClose={() => {
            setAsked(false);
          }}
        />
      )}
    </>
  );
}

function List(): ReactNode {
  const { t } = useLanguage();
  const replays = useQuery({ queryKey: keys.replays, queryFn: replayRequests.list });
  if (replays.isPending) return <Loading rows={5} />;
  if (replays.data === undefined) return <Failure error={replays.error} onRetry={() => void replays.refetch()} />;
  const { items } = replays.data;
  if (items.length === 0) return <Nothing title={t.replays.empty} next={t.replays.emptyNext} />;
  return (
    <ul className="incidents">
      {items.map((replay) => (
        <Row key={replay.id} replay={replay} />
      ))}
    </ul>
  );
}

function Row({ replay }: { readonly replay: Replay }): ReactNode {
  const { t } = useLanguage();
  return (
    <li className="incident" data-replay={replay.id}>
      <ReplayTag state={replay.state} />
      <div className="incident-words">
        <Link to={paths.replay(replay.id)} className="row-link">
          {describeSelection(replay.selection, t)}
        </Link>
        <p className="quiet">
          {t.replays.modes[replay.mode]} · {replay.reason}
        </p>
      </div>
      <div className="incident-figures">
        <Progress replay={replay} />
        <span className="quiet small">
          {replay.by} · {formatTime(replay.createdAt)}
        </span>
      </div>
    </li>
  );
}
