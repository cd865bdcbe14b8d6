import { SyncOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Score as PeriodScore } from '../../../contract/score.ts';
import { keys } from '../api/keys.ts';
import { formatCount, formatTime } from '../format/time.ts';
import { renew } from '../live/renew.ts';
import { DialogButton } from '../states/dialog-button.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { ReasonDialog } from '../states/reason-dialog.tsx';
import { useLanguage } from '../texts/language.tsx';
import { Figures } from './figures.tsx';
import { Losses } from './losses.tsx';
import { figuresFile, scoreRequests, type LossFilter } from './requests.ts';
import { Units } from './units.tsx';

const LOOK_EVERY_MS = 5_000;
const MONTH = /^\d{4}-\d\d$/;

/** How the province is scored: by what was done and by what counts, per unit, and the dossiers that make the difference. */
export function Score(): ReactNode {
  const { t } = useLanguage();
  const periods = useQuery({ queryKey: keys.scorePeriods, queryFn: scoreRequests.periods });
  const [chosen, setChosen] = useState<string>();
  if (periods.isPending) return <Loading rows={6} />;
  if (periods.data === undefined) return <Failure error={periods.error} onRetry={() => void periods.refetch()} />;
  const names = periods.data.items.map(({ period }) => period);
  const period = chosen ?? names.find((name) => MONTH.test(name)) ?? names[0];
  return (
    <>
      <div className="section-head">
        <h1>{t.score.title}</h1>
        {period !== undefined && (
          <div className="score-acts">
            <Select
              aria-label={t.score.period}
              value={period}
              options={names.map((name) => ({ value: name, label: name }))}
              onChange={setChosen}
            />
            <ComputeNow period={period} />
          </div>
        )}
      </div>
      <p className="quiet dialog-text">{t.score.lead}</p>
      {period === undefined ? (
        <Nothing title={t.score.nothing} next={t.score.nothingNext} />
      ) : (
        <Period key={period} period={period} />
      )}
    </>
  );
}

function Period({ period }: { readonly period: string }): ReactNode {
  const { t } = useLanguage();
  const [filter, setFilter] = useState<LossFilter>({ unit: undefined, figure: undefined });
  const score = useQuery({
    queryKey: keys.score(period),
    queryFn: () => scoreRequests.score(period),
    refetchInterval: ({ state }) => (state.data?.isOrdered === true ? LOOK_EVERY_MS : false),
  });
  if (score.isPending) return <Loading rows={6} />;
  if (score.data === undefined) return <Failure error={score.error} onRetry={() => void score.refetch()} />;
  const { rules, province, units } = score.data;
  return (
    <>
      <Standing score={score.data} />
      <section aria-labelledby="province">
        <h2 id="province">{t.score.province}</h2>
        <Figures rules={rules.figures} cells={province} />
      </section>
      <section aria-labelledby="score-units">
        <h2 id="score-units">{t.score.units}</h2>
        <Units units={units} onChoose={setFilter} />
      </section>
      <section aria-labelledby="losses">
        <h2 id="losses">{t.score.losses}</h2>
        <Losses period={period} score={score.data} filter={filter} onFilter={setFilter} />
      </section>
    </>
  );
}

/** From when the figures are, how long the period still is, and that nobody has confirmed the formulas. */
function Standing({ score }: { readonly score: PeriodScore }): ReactNode {
  const { t, language } = useLanguage();
  const { rules, computedAt, daysLeft, dossiers, unfilled, isOrdered, period } = score;
  const count = (number: number): string => formatCount(number, language);
  return (
    <div className="score-standing" role="status">
      <p>
        {t.score.computed(formatTime(computedAt), count(dossiers))}
        {isOrdered && ` · ${t.score.ordered}`} · {daysLeft === 0 ? t.score.over : t.score.daysLeft(count(daysLeft))}
      </p>
      {unfilled > 0 && <p>{t.score.unfilled(count(unfilled))}</p>}
      <p className={rules.confirmed ? 'quiet' : 'score-unconfirmed'}>
        {rules.confirmed ? t.score.confirmed : t.score.unconfirmed} · {rules.version} · {rules.source[language]}
      </p>
      <p>
        <a href={figuresFile(period)} download>
          {t.score.figuresFile}
        </a>
      </p>
    </div>
  );
}

function ComputeNow({ period }: { readonly period: string }): ReactNode {
  const { t } = useLanguage();
  return (
    <DialogButton
      {...{ icon: <SyncOutlined />, words: t.score.compute }}
      dialog={(close) => <ComputeDialog period={period} onClose={close} />}
    />
  );
}

function ComputeDialog({ period, onClose }: { readonly period: string; readonly onClose: () => void }): ReactNode {
  const { t } = useLanguage();
  const act = useOrder(period, onClose);
  return (
    <ReasonDialog
      {...{ title: t.score.computeTitle(period), text: t.score.computeText, confirm: t.score.compute, act, onClose }}
      onConfirm={(reason) => {
        act.mutate(reason);
      }}
    />
  );
}

/** Has a period computed, and everything about scores read again. */
function useOrder(period: string, onOrdered: () => void) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) => scoreRequests.compute(period, reason),
    onSuccess: async () => {
      onOrdered();
      void message.success(t.score.ordered);
      await renew(client, keys.scores);
    },
  });
}
