import { useQuery } from '@tanstack/react-query';
import { Button, Form, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import type { MissingCode } from '../../../contract/answers.ts';
import { keys } from '../api/keys.ts';
import { requests } from '../api/requests.ts';
import { Failure } from '../states/failure.tsx';
import { ReasonField } from '../states/reason-dialog.tsx';
import { useLanguage } from '../texts/language.tsx';
import { matches } from './matches.ts';
import { useMend } from './use-mend.ts';
import { dayOf, ValidFrom } from './valid-from.tsx';

interface Said {
  readonly toCode: string;
  readonly reason: string;
  readonly validFrom?: { format: (template: string) => string } | null;
}

/** Says what a destination calls one of our codes; whatever was held for it goes on. */
export function MapCode({ missing }: { readonly missing: MissingCode }): ReactNode {
  const { t } = useLanguage();
  const { partner, table, direction, fromCode } = missing;
  const mend = useMend(({ toCode, reason, validFrom }: Said) =>
    requests.mapCode(partner, table, { direction, fromCode, toCode, ...dayOf(validFrom), reason: reason.trim() }),
  );
  return (
    <section className="act-box" aria-labelledby="map-code">
      <h3 id="map-code">{t.mapping.title}</h3>
      <p>{t.mapping.lead(fromCode, `${partner}/${table}`)}</p>
      <Form<Said>
        layout="vertical"
        requiredMark={false}
        onFinish={(said) => {
          mend.mutate(said);
        }}
      >
        <TargetField missing={missing} />
        <ValidFrom />
        <ReasonField />
        {mend.isError && <Failure error={mend.error} />}
        <Button type="primary" htmlType="submit" loading={mend.isPending} disabled={mend.isSuccess}>
          {t.mapping.submit}
        </Button>
      </Form>
    </section>
  );
}

function TargetField({ missing }: { readonly missing: MissingCode }): ReactNode {
  const { t } = useLanguage();
  const rules = [{ required: true, message: t.mapping.targetMissing }];
  return (
    <Form.Item name="toCode" label={t.mapping.target} extra={t.mapping.targetHint} rules={rules}>
      <TargetChoice missing={missing} />
    </Form.Item>
  );
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** The form hands in value, change and id; a code that is not listed is offered as it was typed. */
function TargetChoice({ missing: { partner, table }, ...field }: { readonly missing: MissingCode }): ReactNode {
  const { t, say } = useLanguage();
  const [typed, setTyped] = useState('');
  const known = useQuery({ queryKey: keys.codeTable(partner, table), queryFn: () => requests.codeTable(partner, table) });
  const listed = (known.data?.targets ?? []).map(({ code, label }) => ({
    value: code,
    label: label === null ? code : `${code} · ${say(label)}`,
  }));
  const own = typed.trim();
  const isNew = own !== '' && !listed.some(({ value }) => value === own);
  const options: Choice[] = isNew ? [...listed, { value: own, label: t.mapping.asTyped(own) }] : listed;
  return (
    <Select
      {...field}
      options={options}
      loading={known.isPending}
      placeholder={t.mapping.targetPlaceholder}
      showSearch={{
        onSearch: setTyped,
        filterOption: (search, option) => option?.value === own || matches(search, option?.label ?? ''),
      }}
    />
  );
}
