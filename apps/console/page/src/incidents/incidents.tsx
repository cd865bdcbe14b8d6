import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { keys } from '../api/keys.ts';
import { requests, type IncidentFilter } from '../api/requests.ts';
import { usePortions } from '../api/use-portions.ts';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { More } from '../states/more.tsx';
import { Nothing } from '../states/nothing.tsx';
import { useLanguage } from '../texts/language.tsx';
import { Filters } from './filters.tsx';
import { IncidentRow } from './incident-row.tsx';

const EVERYTHING: IncidentFilter = { state: 'open', owner: undefined, destination: undefined };

export function Incidents(): ReactNode {
  const { t } = useLanguage();
  const [filter, setFilter] = useState(EVERYTHING);
  return (
    <section aria-labelledby="incidents">
      <h2 id="incidents">{t.incidents.title}</h2>
      <Filters filter={filter} onChange={setFilter} />
      <Rows
        filter={filter}
        onClear={() => {
          setFilter(EVERYTHING);
        }}
      />
    </section>
  );
}

function Rows({ filter, onClear }: { readonly filter: IncidentFilter; readonly onClear: () => void }): ReactNode {
  const { t } = useLanguage();
  const { list, items } = usePortions(keys.incidentList(filter), (after) => requests.incidents(filter, after));
  if (list.isPending) return <Loading rows={5} />;
  if (list.data === undefined) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  if (items.length === 0 && filter === EVERYTHING) return <Nothing title={t.incidents.empty} next={t.incidents.emptyNext} />;
  if (items.length === 0) {
    return (
      <Nothing title={t.incidents.emptyFiltered} next={t.incidents.emptyFilteredNext}>
        <Button onClick={onClear}>{t.incidents.clearFilters}</Button>
      </Nothing>
    );
  }
  return (
    <>
      <ul className="incidents">
        {items.map((incident) => (
          <IncidentRow key={incident.id} incident={incident} />
        ))}
      </ul>
      <More list={list} />
    </>
  );
}
