import { Button, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { requests } from '../api/requests.ts';
import { Failure } from '../states/failure.tsx';
import { ReasonField } from '../states/reason-dialog.tsx';
import { useLanguage } from '../texts/language.tsx';
import { useMend } from './use-mend.ts';
import { dayOf, ValidFrom } from './valid-from.tsx';

interface Said {
  readonly name: string;
  readonly fieldCode: string;
  readonly fieldName: string;
  readonly reason: string;
  readonly validFrom?: { format: (template: string) => string } | null;
}

/** Names a procedure that the gateway does not know yet; whatever was held for it goes on. */
export function AddProcedure({ code }: { readonly code: string }): ReactNode {
  const { t } = useLanguage();
  const mend = useMend(({ validFrom, reason, ...said }: Said) =>
    requests.addProcedure({ code, ...said, ...dayOf(validFrom), reason: reason.trim() }),
  );
  return (
    <section className="act-box" aria-labelledby="add-procedure">
      <h3 id="add-procedure">{t.mapping.procedureTitle}</h3>
      <p>{t.mapping.procedureLead(code)}</p>
      <Form<Said>
        layout="vertical"
        requiredMark={false}
        onFinish={(said) => {
          mend.mutate(said);
        }}
      >
        <Names />
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

function Names(): ReactNode {
  const { t } = useLanguage();
  const fields = [
    ['name', t.mapping.procedureName],
    ['fieldCode', t.mapping.fieldCode],
    ['fieldName', t.mapping.fieldName],
  ] as const;
  return fields.map(([name, label]) => (
    <Form.Item key={name} name={name} label={label} rules={[{ required: true, whitespace: true, message: t.mapping.missing }]}>
      <Input />
    </Form.Item>
  ));
}
