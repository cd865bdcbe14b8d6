import { Input, Select } from 'antd';
import type { ReactNode } from 'react';
import type { Owner } from '../../../contract/answers.ts';
import type { DiscrepancyKind } from '../../../contract/reconciliation.ts';
import { useClear } from '../states/clear.tsx';
import { useLanguage } from '../texts/language.tsx';
import { formatDay } from '../units/days.ts';
import { TIERS } from './heat-map.tsx';
import { readDay } from './read-day.ts';
import type { DiscrepancyFilter } from './requests.ts';

const STATES = ['open', 'cleared', 'all'] as const;
const KINDS = ['missing-there', 'missing-here', 'field', 'steps', 'codes'] as const satisfies readonly DiscrepancyKind[];
const OWNERS = ['commune', 'province', 'provincial-portal', 'national', 'nobody'] as const satisfies readonly Owner[];
const ANY = 'any';

interface FiltersProps {
  readonly filter: DiscrepancyFilter;
  readonly onChange: (filter: DiscrepancyFilter) => void;
}

/** By what the list is narrowed. What is typed counts when it is finished. */
export function DiscrepancyFilters({ filter, onChange }: FiltersProps): ReactNode {
  const { t } = useLanguage();
  const { reconciliation } = t;
  return (
    <div className="discrepancy-filters">
      <Select
        aria-label={reconciliation.state}
        value={filter.state}
        options={STATES.map((state) => ({ value: state, label: reconciliation.states[state] }))}
        onChange={(state: DiscrepancyFilter['state']) => {
          onChange({ ...filter, state });
        }}
      />
      <Choice
        {...{ label: reconciliation.tier, any: reconciliation.anyTier, value: filter.tier }}
        options={TIERS.map((value) => ({ value, label: reconciliation.tiers[value] }))}
        onChoose={(tier) => {
          onChange({ ...filter, tier });
        }}
      />
      <Choice
        {...{ label: reconciliation.kind, any: reconciliation.anyKind, value: filter.kind }}
        options={KINDS.map((value) => ({ value, label: reconciliation.kinds[value] }))}
        onChoose={(kind) => {
          onChange({ ...filter, kind });
        }}
      />
      <Choice
        {...{ label: reconciliation.owner, any: reconciliation.anyOwner, value: filter.owner }}
        options={OWNERS.map((value) => ({ value, label: t.owners[value] }))}
        onChoose={(owner) => {
          onChange({ ...filter, owner });
        }}
      />
      <Written
        {...{ label: reconciliation.unitCode, value: filter.unit }}
        onFinish={(unit) => {
          onChange({ ...filter, unit });
        }}
      />
      <Written
        {...{ label: reconciliation.dossierCode, value: filter.dossierCode }}
        onFinish={(dossierCode) => {
          onChange({ ...filter, dossierCode });
        }}
      />
      <Written
        {...{ label: reconciliation.day, value: filter.day === undefined ? undefined : formatDay(filter.day) }}
        onFinish={(text) => {
          onChange({ ...filter, day: text === undefined ? undefined : (readDay(text) ?? filter.day) });
        }}
      />
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly any: string;
  readonly value: Value | undefined;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChoose: (value: Value | undefined) => void;
}

function Choice<Value extends string>({ label, any, value, options, onChoose }: ChoiceProps<Value>): ReactNode {
  return (
    <Select
      aria-label={label}
      value={value ?? ANY}
      options={[{ value: ANY, label: any }, ...options]}
      popupMatchSelectWidth={false}
      onChange={(chosen: string) => {
        onChoose(options.find((one) => one.value === chosen)?.value);
      }}
    />
  );
}

interface WrittenProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onFinish: (value: string | undefined) => void;
}

function Written({ label, value, onFinish }: WrittenProps): ReactNode {
  const clear = useClear();
  const finish = (text: string): void => {
    const written = text.trim() === '' ? undefined : text.trim();
    if (written !== value) onFinish(written);
  };
  return (
    <Input
      key={value ?? ''}
      allowClear={clear}
      aria-label={label}
      placeholder={label}
      defaultValue={value ?? ''}
      onPressEnter={({ currentTarget }) => {
        finish(currentTarget.value);
      }}
      onBlur={({ target }) => {
        finish(target.value);
      }}
      onClear={() => {
        onFinish(undefined);
      }}
    />
  );
}
