import { Input, Select } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import type { Owner } from '../../../contract/answers.ts';
import type { DiscrepancyKind } from '../../../contract/reconciliation.ts';
import { useClear } from '../states/clear.tsx';
import { FieldFault } from '../states/field-fault.tsx';
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
  const { unitCode, dossierCode: codeLabel, day, dayFault } = useLanguage().t.reconciliation;
  return (
    <>
      <Written
        key={`unit ${filter.unit ?? ''}`}
        {...{ label: unitCode, value: filter.unit }}
        onFinish={(unit) => {
          onChange({ ...filter, unit });
        }}
      />
      <Written
        key={`dossier ${filter.dossierCode ?? ''}`}
        {...{ label: codeLabel, value: filter.dossierCode }}
        onFinish={(dossierCode) => {
          onChange({ ...filter, dossierCode });
        }}
      />
      <Written
        key={`day ${filter.day ?? ''}`}
        {...{ label: day, value: filter.day === undefined ? undefined : formatDay(filter.day), fault: dayFault }}
        isReadable={(text) => readDay(text) !== undefined}
        onFinish={(text) => {
          onChange({ ...filter, day: text === undefined ? undefined : readDay(text) });
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
  /** Whether what was typed can be read; absent: whatever it is. */
  readonly isReadable?: (text: string) => boolean;
  /** What is said of it where it cannot. */
  readonly fault?: string;
}

/** A box that is finished with Enter or by leaving it. Its key changes with its value, so that it shows what was chosen elsewhere. */
function Written({ label, value, onFinish, isReadable = () => true, fault }: WrittenProps): ReactNode {
  const clear = useClear();
  const id = useId();
  const [isWrong, setWrong] = useState(false);
  const finish = (text: string): void => {
    const written = text.trim() === '' ? undefined : text.trim();
    const fits = written === undefined || isReadable(written);
    setWrong(!fits);
    if (fits && written !== value) onFinish(written);
  };
  return (
    <div>
      <Input
        {...{ allowClear: clear, placeholder: label, defaultValue: value ?? '', status: isWrong ? 'error' : '' }}
        {...{ 'aria-label': label, 'aria-invalid': isWrong, ...(isWrong && { 'aria-describedby': id }) }}
        onPressEnter={({ currentTarget }) => {
          finish(currentTarget.value);
        }}
        onBlur={({ target }) => {
          finish(target.value);
        }}
        onClear={() => {
          finish('');
        }}
      />
      {isWrong && <FieldFault id={id} words={fault ?? ''} />}
    </div>
  );
}
