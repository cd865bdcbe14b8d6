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
export function DiscrepancyFilters(props: FiltersProps): ReactNode {
  return (
    <div className="discrepancy-filters">
      <StateChoice {...props} />
      <Choices {...props} />
      <Texts {...props} />
    </div>
  );
}

function StateChoice({ filter, onChange }: FiltersProps): ReactNode {
  const { t } = useLanguage();
  return (
    <Select
      aria-label={t.reconciliation.state}
      value={filter.state}
      options={STATES.map((state) => ({ value: state, label: t.reconciliation.states[state] }))}
      onChange={(state: DiscrepancyFilter['state']) => {
        onChange({ ...filter, state });
      }}
    />
  );
}

function Choices({ filter, onChange }: FiltersProps): ReactNode {
  const { t } = useLanguage();
  const { tier, anyTier, tiers, kind, anyKind, kinds, owner, anyOwner } = t.reconciliation;
  const choose = (chosen: Partial<DiscrepancyFilter>): void => {
    onChange({ ...filter, ...chosen });
  };
  return (
    <>
      <Choice
        {...{ label: tier, any: anyTier, value: filter.tier }}
        options={TIERS.map((value) => ({ value, label: tiers[value] }))}
        onChoose={(value) => {
          choose({ tier: value });
        }}
      />
      <Choice
        {...{ label: kind, any: anyKind, value: filter.kind }}
        options={KINDS.map((value) => ({ value, label: kinds[value] }))}
        onChoose={(value) => {
          choose({ kind: value });
        }}
      />
      <Choice
        {...{ label: owner, any: anyOwner, value: filter.owner }}
        options={OWNERS.map((value) => ({ value, label: t.owners[value] }))}
        onChoose={(value) => {
          choose({ owner: value });
        }}
      />
    </>
  );
}

function Texts({ filter, onChange }: FiltersProps): ReactNode {
  const { unitCode, dossierCode: codeLabel, day } = useLanguage().t.reconciliation;
  return (
    <>
      <Written
        {...{ label: unitCode, value: filter.unit }}
        onFinish={(unit) => {
          onChange({ ...filter, unit });
        }}
      />
      <Written
        {...{ label: codeLabel, value: filter.dossierCode }}
        onFinish={(dossierCode) => {
          onChange({ ...filter, dossierCode });
        }}
      />
      <Written
        {...{ label: day, value: filter.day === undefined ? undefined : formatDay(filter.day) }}
        onFinish={(text) => {
          onChange({ ...filter, day: text === undefined ? undefined : (readDay(text) ?? filter.day) });
        }}
      />
    </>
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
