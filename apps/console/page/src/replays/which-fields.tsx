import { DatePicker, Form, Input, Radio, Select } from 'antd';
import type { ReactNode } from 'react';
import type { LaneState } from '../../../contract/answers.ts';
import { useDestinations } from '../destinations/destinations.tsx';
import { useLanguage } from '../texts/language.tsx';
import type { Way } from './selection-of.ts';

const WAYS = ['dossier', 'incident', 'list', 'filter'] as const satisfies readonly Way[];
const STATES = ['due', 'verifying', 'idle', 'held', 'blocked'] as const satisfies readonly LaneState[];

/** How the dossiers are named, and the fields of that way alone. */
export function WhichFields(): ReactNode {
  const { t } = useLanguage();
  const way = Form.useWatch<Way | undefined>('way');
  return (
    <>
      <Form.Item name="way" label={t.replays.selection}>
        <Radio.Group
          className="choices"
          optionType="button"
          options={WAYS.map((one) => ({ value: one, label: t.replays.ways[one] }))}
        />
      </Form.Item>
      {way !== undefined && <Fields way={way} />}
    </>
  );
}

function Fields({ way }: { readonly way: Way }): ReactNode {
  const { t } = useLanguage();
  switch (way) {
    case 'dossier':
      return <Line name="dossierCode" label={t.replays.dossierCode} />;
    case 'incident':
      return <Line name="incidentId" label={t.replays.incidentId} />;
    case 'list':
      return (
        <Form.Item name="codes" label={t.replays.list} extra={t.replays.listHint}>
          <Input.TextArea rows={5} spellCheck={false} className="code" />
        </Form.Item>
      );
    case 'filter':
      return <FilterFields />;
  }
}

function Line({ name, label }: { readonly name: string; readonly label: string }): ReactNode {
  return (
    <Form.Item name={name} label={label}>
      <Input spellCheck={false} autoComplete="off" />
    </Form.Item>
  );
}

function FilterFields(): ReactNode {
  const { t, say } = useLanguage();
  const items = useDestinations().data?.items ?? [];
  return (
    <div className="field-grid">
      <Form.Item name="destination" label={t.replays.filterDestination}>
        <Select allowClear options={items.map(({ id, name }) => ({ value: id, label: say(name) }))} />
      </Form.Item>
      <Form.Item name="state" label={t.replays.filterState}>
        <Select allowClear options={STATES.map((state) => ({ value: state, label: t.lanes[state] }))} />
      </Form.Item>
      <Line name="unit" label={t.replays.filterUnit} />
      <Line name="procedure" label={t.replays.filterProcedure} />
      <Form.Item name="from" label={t.replays.from}>
        <DatePicker format="DD/MM/YYYY" placeholder="dd/mm/yyyy" />
      </Form.Item>
      <Form.Item name="to" label={t.replays.to}>
        <DatePicker format="DD/MM/YYYY" placeholder="dd/mm/yyyy" />
      </Form.Item>
    </div>
  );
}
