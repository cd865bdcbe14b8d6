import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { memo, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
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
  if (heat.isPending) return <Loading rows={6} />;
  if (heat.data === undefined) return <Failure error={heat.error} onRetry={() => void heat.refetch()} />;
  if (grid.rows.length === 0) return <Nothing title={t.reconciliation.heatNone} next={t.reconciliation.heatNoneNext} />;
  return (
    <Grid
      grid={grid}
      onChoose={(unit, day) => {
        onChoose({ unit, day, tier });
      }}
    />
  );
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
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = placeOf(event.target);
    const to = at && nextPlace(grid, at, event.key);
    if (to === undefined) return;
    event.preventDefault();
    const name = to.join('.');
    setStop(name);
    table.current?.querySelector<HTMLButtonElement>(`[data-place="${name}"]`)?.focus();
  };
  const onClick = (event: MouseEvent): void => {
    const at = placeOf(event.target);
    if (at === undefined) return;
    setStop(at.join('.'));
    const [unit, day] = [grid.rows[at[0]]?.unit.code, grid.days[at[1]]];
    if (unit !== undefined && day !== undefined) onChoose(unit, day);
  };
  return { table, current: stop ?? `0.${String(first)}`, onKeyDown, onClick };
}

function Grid(props: GridProps): ReactNode {
  const { t } = useLanguage();
  const { grid } = props;
  const { table, current, onKeyDown, onClick } = useStop(props);
  return (
    <div className="table heat" role="group" aria-label={t.reconciliation.heat} tabIndex={0}>
      {/* What is pressed or typed lands on the buttons of the table; it is only listened to in one place. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <table ref={table} onClick={onClick} onKeyDown={onKeyDown}>
        <caption className="visually-hidden">{t.reconciliation.heatKeys}</caption>
        <Head days={grid.days} />
        <tbody>
          {grid.rows.map((row, index) => (
            <Row
              key={row.unit.code}
              {...{ row, index, days: grid.days, t }}
              stop={current.startsWith(`${String(index)}.`) ? current : undefined}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function placeOf(target: EventTarget): readonly [number, number] | undefined {
  const name = target instanceof HTMLElement ? target.dataset['place'] : undefined;
  const [row, column] = name?.split('.').map(Number) ?? [];
  return row === undefined || column === undefined ? undefined : [row, column];
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
}

/** Thousands of places: a row is drawn anew only where something of it changed. */
const Row = memo(function Row({ row, index, days, t, stop }: RowProps): ReactNode {
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
