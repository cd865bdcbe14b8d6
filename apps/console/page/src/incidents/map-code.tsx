import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Button, Form } from 'antd';
import type { ReactNode } from 'react';
import type { CodeTable, MissingCode } from '../../../contract/answers.ts';
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
    requests.mapCode(partner, table, { direction, fromCode, toCode: toCode.trim(), ...dayOf(validFrom), reason: reason.trim() }),
  );
  return (
    <section className="act-box" aria-labelledby="map-code">
      <h3 id="map-code">{t.mapping.title}</h3>
      <p>{t.mapping.lead(fromCode, `${partner}/${table}`)}</p>
      <Form<Said> layout="vertical" requiredMark={false} onFinish={(said) => { mend.mutate(said); }}>
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

function TargetField({ missing: { partner, table } }: { readonly missing: MissingCode }): ReactNode {
  const { t, say } = useLanguage();
  const known = useQuery({ queryKey: keys.codeTable(partner, table), queryFn: () => requests.codeTable(partner, table) });
  const options = (known.data?.targets ?? []).map((target) => optionOf(target, say));
  return (
    <Form.Item name="toCode" label={t.mapping.target} extra={t.mapping.targetHint} rules={[{ required: true, whitespace: true, message: t.mapping.targetMissing }]}>
      <AutoComplete options={options} showSearch={{ filterOption: (typed, option) => matches(typed, option?.label ?? '') }} allowClear />
    </Form.Item>
  );
}

function optionOf({ code, label }: CodeTable['targets'][number], say: ReturnType<typeof useLanguage>['say']) {
  return { value: code, label: label === null ? code : `${code} · ${say(label)}` };
}
