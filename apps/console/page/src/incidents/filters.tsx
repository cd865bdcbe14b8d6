import { useQuery } from '@tanstack/react-query';
import { Radio, Select } from 'antd';
import type { ReactNode } from 'react';
import type { OpenIncidents, Owner } from '../../../contract/answers.ts';
import { keys } from '../api/keys.ts';
import { requests, type IncidentFilter } from '../api/requests.ts';
import { useDestinations } from '../destinations/destinations.tsx';
import { formatCount } from '../format/time.ts';
import { useLanguage } from '../texts/language.tsx';

const OWNERS = ['commune', 'province', 'provincial-portal', 'national'] as const satisfies readonly Owner[];
const STATES = ['open', 'cleared', 'all'] as const;
const ANY = 'any';

interface FiltersProps {
  readonly filter: IncidentFilter;
  readonly onChange: (filter: IncidentFilter) => void;
}

export function Filters(props: FiltersProps): ReactNode {
  return (
    <div className="filters">
      <OwnerChoice {...props} />
      <div className="filters-end">
        <DestinationChoice {...props} />
        <StateChoice {...props} />
      </div>
    </div>
  );
}

function OwnerChoice({ filter, onChange }: FiltersProps): ReactNode {
  const { t, language } = useLanguage();
  const open = useQuery({ queryKey: keys.openIncidents, queryFn: readOpen });
  const withCount = (label: string, count: number | undefined): ReactNode =>
    count === undefined ? (
      label
    ) : (
      <>
        {label} <b className="count">{formatCount(count, language)}</b>
      </>
    );
  return (
    <Radio.Group
      className="choices"
      aria-label={t.incidents.owner}
      value={filter.owner ?? ANY}
      onChange={(event) => {
        onChange({ ...filter, owner: OWNERS.find((owner) => owner === event.target.value) });
      }}
    >
      <Radio.Button value={ANY}>
        {withCount(t.incidents.all, open.data && OWNERS.reduce((sum, owner) => sum + countOf(open.data, owner), 0))}
      </Radio.Button>
      {OWNERS.map((owner) => (
        <Radio.Button key={owner} value={owner}>
          {withCount(t.owners[owner], open.data && countOf(open.data, owner))}
        </Radio.Button>
      ))}
    </Radio.Group>
  );
}

async function readOpen(): Promise<OpenIncidents> {
  return (await requests.incidents({ state: 'open', owner: undefined, destination: undefined })).open;
}

function countOf(open: OpenIncidents, owner: (typeof OWNERS)[number]): number {
  return owner === 'provincial-portal' ? open.provincialPortal : open[owner];
}

function DestinationChoice({ filter, onChange }: FiltersProps): ReactNode {
  const { t, say } = useLanguage();
  const items = useDestinations().data?.items ?? [];
  const options = [
    { value: ANY, label: t.incidents.anyDestination },
    ...items.map(({ id, name }) => ({ value: id, label: say(name) })),
  ];
  return (
    <Select
      aria-label={t.incidents.destination}
      value={filter.destination ?? ANY}
      options={options}
      popupMatchSelectWidth={false}
      onChange={(id: string) => {
        onChange({ ...filter, destination: id === ANY ? undefined : id });
      }}
    />
  );
}

function StateChoice({ filter, onChange }: FiltersProps): ReactNode {
  const { t } = useLanguage();
  return (
    <Select
      aria-label={t.incidents.state}
      value={filter.state}
      options={STATES.map((state) => ({ value: state, label: t.incidents.states[state] }))}
      onChange={(state: IncidentFilter['state']) => {
        onChange({ ...filter, state });
      }}
    />
  );
}
