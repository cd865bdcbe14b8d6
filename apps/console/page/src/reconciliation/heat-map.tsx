import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { memo, useCallback, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import type { Tier } from '../../../contract/reconciliation.ts';
import { now } from '../format/clock.ts';
import { formatCount } from '../format/time.ts';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import type { Texts } from '../texts/dictionaries.ts';
import { useLanguage } from '../texts/language.tsx';
import { formatDay } from '../units/days.ts';
import { daysBetween, gridOf, LEGEND, levelOf, nextPlace, type HeatGrid, type HeatRow } from './heat-grid.ts';
import { reconciliationKeys, reconciliationRequests } from './requests.ts';

export const TIERS = ['commune', 'province', 'national'] as const satisfies readonly Tier[];
const ANY = 'any';
const DAYS = 31;
const DAY_MS = 86_400_000;
const VIETNAM_MS = 7 * 3_600_000;

/** What somebody chose in the map. */
export interface Place {
  readonly unit: string;
  readonly day: string;
  readonly tier: Tier | undefined;
}

interface HeatMapProps {
  readonly onChoose: (place: Place) => void;
}

/** What differs by unit and day of reception: a table whose places are numbers, marked the stronger the more there are. */
export function HeatMap({ onChoose }: HeatMapProps): ReactNode {
  const { t } = useLanguage();
  const [tier, setTier] = useState<Tier>();
  return (
    <section aria-labelledby="heat">
      <h2 id="heat">{t.reconciliation.heat}</h2>
      <p className="quiet dialog-text">{t.reconciliation.heatLead}</p>
      <div className="heat-head">
        <Select
          aria-label={t.reconciliation.tier}
          value={tier ?? ANY}
          options={[
            { value: ANY, label: t.reconciliation.anyTier },
            ...TIERS.map((value) => ({ value, label: t.reconciliation.tiers[value] })),
          ]}
          popupMatchSelectWidth={false}
          onChange={(chosen: string) => {
            setTier(TIERS.find((one) => one === chosen));
          }}
        />
        <Legend />
      </div>
      <Map tier={tier} onChoose={onChoose} />
    </section>
  );
}

function Legend(): ReactNode {
  const { t } = useLanguage();
  return (
    <ul className="heat-legend" aria-label={t.reconciliation.legend}>
      {LEGEND.map((words, index) => (
        <li key={words}>
          <span className={`heat-sample heat-${String(index + 1)}`} aria-hidden="true" /> {words}
        </li>
      ))}
    </ul>
  );
}

function Map({ tier, onChoose }: HeatMapProps & { readonly tier: Tier | undefined }): ReactNode {
  const { t } = useLanguage();
  const today = now() + VIETNAM_MS;
  const to = new Date(today).toISOString().slice(0, 10);
  const from = new Date(today - (DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  const heat = useQuery({
    queryKey: reconciliationKeys.heat({ from, to, tier }),
    queryFn: () => reconciliationRequests.heat({ from, to, tier }),
  });
  const grid = useMemo(() => gridOf(heat.data?.cells ?? [], daysBetween(from, to)), [heat.data, from, to]);
  const choose = useCallback(
    (unit: string, day: string) => {
      onChoose({ unit, day, tier });
    },
    [onChoose, tier],
  );
  if (heat.isPending) return <Loading rows={6} />;
  if (heat.data === undefined) return <Failure error={heat.error} onRetry={() => void heat.refetch()} />;
  if (grid.rows.length === 0) return <Nothing title={t.reconciliation.heatNone} next={t.reconciliation.heatNoneNext} />;
  return <Grid grid={grid} onChoose={choose} />;
}

interface GridProps {
  readonly grid: HeatGrid;
  readonly onChoose: (unit: string, day: string) => void;
}

/** One stop of the keyboard: arrows go from place to place, over what is empty. */
function useStop({ grid, onChoose }: GridProps) {
  const table = useRef<HTMLTableElement>(null);
  const [stop, setStop] = useState<string>();
  const first = grid.rows[0]?.dossiers.findIndex((count) => count > 0) ?? 0;
  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLButtonElement>): void => {
      const to = nextPlace(grid, placeOf(event.currentTarget), event.key);
      if (to === undefined) return;
      event.preventDefault();
      const name = to.join('.');
      setStop(name);
      table.current?.querySelector<HTMLButtonElement>(`[data-place="${name}"]`)?.focus();
    },
    [grid],
  );
  const onClick = useCallback(
    ({ currentTarget }: MouseEvent<HTMLButtonElement>): void => {
      const [row, column] = placeOf(currentTarget);
      setStop(`${String(row)}.${String(column)}`);
      const [unit, day] = [grid.rows[row]?.unit.code, grid.days[column]];
      if (unit !== undefined && day !== undefined) onChoose(unit, day);
    },
    [grid, onChoose],
  );
  return { table, current: stop ?? `0.${String(first)}`, onKeyDown, onClick };
}

function Grid(props: GridProps): ReactNode {
  const { t } = useLanguage();
  const { grid } = props;
  const { table, current, onKeyDown, onClick } = useStop(props);
  return (
    <div className="table heat" role="group" aria-label={t.reconciliation.heat} tabIndex={0}>
      <table ref={table}>
        <caption className="visually-hidden">{t.reconciliation.heatKeys}</caption>
        <Head days={grid.days} />
        <tbody>
          {grid.rows.map((row, index) => (
            <Row
              key={row.unit.code}
              {...{ row, index, days: grid.days, t, onKeyDown, onClick }}
              stop={current.startsWith(`${String(index)}.`) ? current : undefined}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function placeOf({ dataset: { place = '' } }: HTMLElement): readonly [number, number] {
  const [row = 0, column = 0] = place.split('.').map(Number);
  return [row, column];
}

function Head({ days }: { readonly days: readonly string[] }): ReactNode {
  const { t } = useLanguage();
  return (
    <thead>
      <tr>
        <th scope="col">{t.reconciliation.unit}</th>
        <th scope="col">{t.reconciliation.total}</th>
        {days.map((day) => (
          <th key={day} scope="col" aria-label={formatDay(day)}>
            {formatDay(day).slice(0, 5)}
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface RowProps {
  readonly row: HeatRow;
  readonly index: number;
  readonly days: readonly string[];
  readonly t: Texts;
  /** The place that the keyboard stops at, where it is in this row. */
  readonly stop: string | undefined;
  readonly onKeyDown: (event: KeyboardEvent<HTMLButtonElement>) => void;
  readonly onClick: (event: MouseEvent<HTMLButtonElement>) => void;
}

/** Thousands of places: a row is drawn anew only where something of it changed. */
const Row = memo(function Row({ row, index, days, t, stop, onKeyDown, onClick }: RowProps): ReactNode {
  const { language } = useLanguage();
  return (
    <tr>
      <th scope="row">
        {row.unit.name} <span className="quiet small">{row.unit.code}</span>
      </th>
      <td className="heat-total">{formatCount(row.total, language)}</td>
      {row.dossiers.map((count, column) => {
        const name = `${String(index)}.${String(column)}`;
        const day = days[column] ?? '';
        if (count === 0) return <td key={name} />;
        return (
          <td key={name}>
            <button
              type="button"
              className={`heat-place heat-${String(levelOf(count))}`}
              data-place={name}
              onKeyDown={onKeyDown}
              onClick={onClick}
              tabIndex={stop === name ? 0 : -1}
              aria-label={t.reconciliation.place(row.unit.name, formatDay(day), formatCount(count, language))}
            >
              {formatCount(count, language)}
            </button>
          </td>
        );
      })}
    </tr>
  );
});
