import { Select } from 'antd';
import type { ReactNode } from 'react';
import type { Score, ScoreLoss } from '../../../contract/score.ts';
import { keys } from '../api/keys.ts';
import { usePortions } from '../api/use-portions.ts';
import { Table } from '../catalogue/table.tsx';
import { formatTime } from '../format/time.ts';
import { paths } from '../route/route.ts';
import { Link } from '../route/use-route.tsx';
import { useClear } from '../states/clear.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { More } from '../states/more.tsx';
import { Nothing } from '../states/nothing.tsx';
import { LaneTag } from '../states/tag.tsx';
import { useLanguage } from '../texts/language.tsx';
import { lossesFile, scoreRequests, type LossFilter } from './requests.ts';

interface LossesProps {
  readonly period: string;
  readonly score: Score;
  readonly filter: LossFilter;
  readonly onFilter: (filter: LossFilter) => void;
}

/** The dossiers that count for less than was done, what is due first. */
export function Losses({ period, score, filter, onFilter }: LossesProps): ReactNode {
  const { t } = useLanguage();
  return (
    <>
      <div className="score-acts">
        <Filters score={score} filter={filter} onFilter={onFilter} />
        <a href={lossesFile(period, filter)} download>
          {t.score.lossesFile}
        </a>
      </div>
      <List key={`${filter.unit ?? ''} ${filter.figure ?? ''}`} period={period} filter={filter} />
    </>
  );
}

function Filters({ score, filter, onFilter }: Omit<LossesProps, 'period'>): ReactNode {
  const { t, language } = useLanguage();
  const clear = useClear();
  return (
    <>
      <Select
        className="score-filter"
        aria-label={t.score.unit}
        placeholder={t.score.anyUnit}
        allowClear={clear}
        showSearch={{ optionFilterProp: 'label' }}
        value={filter.unit}
        options={score.units.map(({ unit }) => ({ value: unit.code, label: `${unit.name} (${unit.code})` }))}
        onChange={(unit: string | undefined) => {
          onFilter({ ...filter, unit });
        }}
      />
      <Select
        className="score-filter"
        aria-label={t.score.figure}
        placeholder={t.score.anyFigure}
        allowClear={clear}
        value={filter.figure}
        options={score.rules.figures.map(({ number, name }) => ({ value: number, label: `${number} ${name[language]}` }))}
        onChange={(figure: string | undefined) => {
          onFilter({ ...filter, figure });
        }}
      />
    </>
  );
}

function List({ period, filter }: Pick<LossesProps, 'period' | 'filter'>): ReactNode {
  const { t } = useLanguage();
  const { list, items } = usePortions(keys.scoreLosses(period, filter), (after) => scoreRequests.losses(period, filter, after));
  if (list.isPending) return <Loading rows={4} />;
  if (list.data === undefined) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  if (items.length === 0) return <Nothing title={t.score.noLosses} next={t.score.noLossesNext} />;
  const { dossier, unit, figure, why, lane, due } = t.score;
  return (
    <>
      <Table label={t.score.losses} heads={[dossier, unit, figure, why, lane, due]}>
        {items.map((loss) => (
          <Row key={`${loss.dossierCode} ${loss.figure}`} loss={loss} />
        ))}
      </Table>
      <More list={list} />
    </>
  );
}

function Row({ loss }: { readonly loss: ScoreLoss }): ReactNode {
  const { t, language } = useLanguage();
  const { dossierCode, unit, figure, why, laneState, laneWhy, dueAt } = loss;
  return (
    <tr>
      <td className="code nowrap">
        <Link to={paths.dossier(dossierCode)}>{dossierCode}</Link>
      </td>
      <td>{unit.name}</td>
      <td className="nowrap">{figure}</td>
      <td className="score-words">{why[language]}</td>
      <td>
        {laneState === null ? t.score.none : <LaneTag state={laneState} />}
        {laneWhy !== null && <p className="quiet">{laneWhy[language]}</p>}
      </td>
      <td className="nowrap">{dueAt === null ? t.score.noDue : formatTime(dueAt)}</td>
    </tr>
  );
}
