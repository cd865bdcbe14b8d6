import { CheckCircleOutlined, StopOutlined, SyncOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Progress as Bar } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Run } from '../../../contract/reconciliation.ts';
import { useDestinationName } from '../destinations/destinations.tsx';
import { formatCount, formatTime } from '../format/time.ts';
import { DialogButton } from '../states/dialog-button.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { ReasonDialog } from '../states/reason-dialog.tsx';
import { Tag } from '../states/tag.tsx';
import { useLanguage } from '../texts/language.tsx';
import { sayCells } from './say-cells.ts';
import { reconciliationKeys, reconciliationRequests } from './requests.ts';

/** While a run is under way it is looked at again that often. */
const LOOK_EVERY_MS = 2_000;
/** Runs that are shown until more are asked for. */
const SHOWN = 10;

/** The latest runs with their progress, and when the next ones come. */
export function Runs(): ReactNode {
  const { t } = useLanguage();
  return (
    <section aria-labelledby="runs">
      <h2 id="runs">{t.reconciliation.runs}</h2>
      <Next />
      <List />
    </section>
  );
}

function Next(): ReactNode {
  const { t } = useLanguage();
  const { data } = useQuery({ queryKey: reconciliationKeys.schedule, queryFn: reconciliationRequests.schedule });
  if (data === undefined) return null;
  const [hourly, nightly] = [data.hourly, data.nightly].map((at) =>
    at === null ? t.reconciliation.notScheduled : formatTime(at),
  );
  return <p className="quiet dialog-text">{t.reconciliation.next(hourly ?? '', nightly ?? '')}</p>;
}

function List(): ReactNode {
  const { t } = useLanguage();
  const [isWhole, setWhole] = useState(false);
  const runs = useQuery({
    queryKey: reconciliationKeys.runs,
    queryFn: reconciliationRequests.runs,
    refetchInterval: ({ state }) => (state.data?.items.some((run) => run.state === 'running') === true ? LOOK_EVERY_MS : false),
  });
  useRenewWhenOver(runs.data?.items.filter(({ state }) => state === 'running').length ?? 0);
  if (runs.isPending) return <Loading rows={3} />;
  if (runs.data === undefined) return <Failure error={runs.error} onRetry={() => void runs.refetch()} />;
  const { items } = runs.data;
  if (items.length === 0) return <Nothing title={t.reconciliation.noRuns} next={t.reconciliation.noRunsNext} />;
  return (
    <>
      <ul className="incidents">
        {items.slice(0, isWhole ? items.length : SHOWN).map((run) => (
          <Row key={run.id} run={run} />
        ))}
      </ul>
      {!isWhole && items.length > SHOWN && (
        <div className="more">
          <Button
            onClick={() => {
              setWhole(true);
            }}
          >
            {t.act.more}
          </Button>
        </div>
      )}
    </>
  );
}

/** What a run found is read once there are fewer of them under way. */
function useRenewWhenOver(running: number): void {
  const client = useQueryClient();
  const before = useRef(running);
  useEffect(() => {
    const isOver = running < before.current;
    before.current = running;
    if (isOver) void client.invalidateQueries({ queryKey: reconciliationKeys.all });
  }, [client, running]);
}

function Row({ run }: { readonly run: Run }): ReactNode {
  const { t, language } = useLanguage();
  const nameOf = useDestinationName();
  const count = (number: number): string => formatCount(number, language);
  return (
    <li className="incident" data-run={run.id}>
      <StateTag state={run.state} />
      <div className="incident-words">
        <p>
          {t.reconciliation.causes[run.cause]} · {t.reconciliation.scopes[run.scope]} · {run.destinations.map(nameOf).join(', ')}
        </p>
        <p className="quiet">
          {t.reconciliation.found(count(run.agrees), count(run.differs), count(run.unseen))} ·{' '}
          {t.reconciliation.healed(count(run.healed))}
        </p>
        <p className="quiet small">{sayCells(run.cells, t)}</p>
        {run.waitsFor.length > 0 && <p className="small">{t.reconciliation.waitsFor(run.waitsFor.map(nameOf).join(', '))}</p>}
        {run.reason !== '' && <p className="quiet small">{run.reason}</p>}
      </div>
      <div className="incident-figures">
        {run.state === 'running' && <Progress run={run} />}
        <span className="quiet small">
          {run.by} · {formatTime(run.createdAt)}
          {run.finishedAt !== null && ` – ${formatTime(run.finishedAt)}`}
        </span>
        {run.state === 'running' && <Cancel id={run.id} />}
      </div>
    </li>
  );
}

function Progress({ run: { asked, onTheirWay } }: { readonly run: Run }): ReactNode {
  const { t, language } = useLanguage();
  const words = t.reconciliation.progress(formatCount(asked - onTheirWay, language), formatCount(asked, language));
  return (
    <div className="progress" role="status">
      <Bar percent={asked === 0 ? 0 : Math.floor(((asked - onTheirWay) * 100) / asked)} size="small" aria-label={words} />
      <span className="small">{words}</span>
    </div>
  );
}

function Cancel({ id }: { readonly id: string }): ReactNode {
  const { t } = useLanguage();
  return <DialogButton words={t.reconciliation.cancel} dialog={(close) => <CancelDialog id={id} onClose={close} />} />;
}

function CancelDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }): ReactNode {
  const { t } = useLanguage();
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: (reason: string) => reconciliationRequests.cancel(id, reason),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: reconciliationKeys.runs });
    },
  });
  return (
    <ReasonDialog
      {...{ title: t.reconciliation.cancel, text: t.reconciliation.cancelText, confirm: t.reconciliation.cancel, act, onClose }}
      onConfirm={(reason) => {
        act.mutate(reason);
      }}
    />
  );
}

function StateTag({ state }: { readonly state: Run['state'] }): ReactNode {
  const { t } = useLanguage();
  const words = t.reconciliation.runStates[state];
  const signs = {
    running: ['busy', <SyncOutlined key="" />],
    done: ['good', <CheckCircleOutlined key="" />],
    cancelled: ['plain', <StopOutlined key="" />],
  } as const;
  const [tone, icon] = signs[state];
  return (
    <Tag tone={tone} icon={icon}>
      {words}
    </Tag>
  );
}
