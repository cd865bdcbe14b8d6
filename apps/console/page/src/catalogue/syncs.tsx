import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { CheckCircleOutlined, SyncOutlined, WarningOutlined } from '@ant-design/icons';
import { useState, type ReactNode } from 'react';
import type { CatalogueSync } from '../../../contract/catalogue.ts';
import { keys } from '../api/keys.ts';
import { formatCount, formatTime } from '../format/time.ts';
import { useMay } from '../login/operator.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { Tag } from '../states/tag.tsx';
import { useLanguage } from '../texts/language.tsx';
import { Act } from './act.tsx';
import { Changes } from './changes.tsx';
import { Differences } from './differences.tsx';
import { catalogueRequests } from './requests.ts';

const OPEN = ['listing', 'running', 'ready'];
/** While a sync is under way it is looked at again that often. */
const LOOK_EVERY_MS = 3_000;

/** The latest syncs, with their progress and reports. */
export function Syncs(): ReactNode {
  const { t } = useLanguage();
  const syncs = useQuery({
    queryKey: keys.catalogueSyncs,
    queryFn: catalogueRequests.syncs,
    refetchInterval: ({ state }) =>
      state.data?.items.some((sync) => OPEN.includes(sync.state)) === true ? LOOK_EVERY_MS : false,
  });
  if (syncs.isPending) return <Loading rows={3} />;
  if (syncs.data === undefined) return <Failure error={syncs.error} onRetry={() => void syncs.refetch()} />;
  const { items } = syncs.data;
  if (items.length === 0) return <Nothing title={t.catalogue.noSyncs} next={t.catalogue.noSyncsNext} />;
  return (
    <ul className="incidents">
      {items.map((sync) => (
        <Row key={sync.id} sync={sync} />
      ))}
    </ul>
  );
}

function Row({ sync }: { readonly sync: CatalogueSync }): ReactNode {
  const { t } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const { id, changes, differences } = sync;
  return (
    <li className="incident sync" data-sync={id}>
      <StateTag sync={sync} />
      <Words sync={sync} />
      <div className="sync-acts">
        <Button
          aria-expanded={isOpen}
          onClick={() => {
            setOpen(!isOpen);
          }}
        >
          {t.catalogue.report}
        </Button>
        {changes.active > 0 && <RollBack id={id} active={changes.active} />}
      </div>
      {isOpen && (
        <div className="sync-report">
          <Changes sync={id} />
          {differences > 0 && <Differences sync={id} />}
        </div>
      )}
    </li>
  );
}

function Words({ sync }: { readonly sync: CatalogueSync }): ReactNode {
  const { t, language } = useLanguage();
  const count = (number: number): string => formatCount(number, language);
  const { changes, recordsDone, recordsWanted, differences, failed } = sync;
  return (
    <div className="incident-words">
      <p>
        {formatTime(sync.createdAt)} · {sync.by} · {t.catalogue.progress(count(recordsDone), count(recordsDone + recordsWanted))}
      </p>
      <p className="quiet">
        {t.catalogue.counts(count(changes.active), count(changes.waiting))}
        {differences > 0 && ` · ${t.catalogue.differences(count(differences))}`}
        {failed > 0 && ` · ${t.catalogue.failed(count(failed))}`}
      </p>
      {sync.notConfigured && <p>{t.catalogue.notConfigured}</p>}
      {sync.suspicious && <p>{t.catalogue.suspicious}</p>}
    </div>
  );
}

function RollBack({ id, active }: { readonly id: string; readonly active: number }): ReactNode {
  const { t, language } = useLanguage();
  const [isAsked, setAsked] = useState(false);
  if (!useMay('operator')) return null;
  return (
    <>
      <Button
        onClick={() => {
          setAsked(true);
        }}
      >
        {t.catalogue.rollBack}
      </Button>
      {isAsked && (
        <Act
          title={t.catalogue.rollBackTitle}
          text={t.catalogue.rollBackText(formatCount(active, language))}
          confirm={t.catalogue.rollBack}
          run={(reason) => catalogueRequests.rollBack(id, reason)}
          onClose={() => {
            setAsked(false);
          }}
        />
      )}
    </>
  );
}

function StateTag({ sync: { state, suspicious } }: { readonly sync: CatalogueSync }): ReactNode {
  const { t } = useLanguage();
  const words = t.catalogue.syncStates[state];
  if (suspicious || state === 'failed' || state === 'cancelled')
    return (
      <Tag tone="bad" icon={<WarningOutlined />}>
        {words}
      </Tag>
    );
  return state === 'done' ? (
    <Tag tone="good" icon={<CheckCircleOutlined />}>
      {words}
    </Tag>
  ) : (
    <Tag tone="busy" icon={<SyncOutlined />}>
      {words}
    </Tag>
  );
}
