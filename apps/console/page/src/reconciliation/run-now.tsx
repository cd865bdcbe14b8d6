import { SyncOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Form, Modal, Radio } from 'antd';
import { useId, type ReactNode } from 'react';
import type { RunScope } from '../../../contract/reconciliation.ts';
import { useDestinations } from '../destinations/destinations.tsx';
import { DialogButton } from '../states/dialog-button.tsx';
import { Failure } from '../states/failure.tsx';
import { ReasonField } from '../states/reason-dialog.tsx';
import { useLanguage } from '../texts/language.tsx';
import { reconciliationKeys, reconciliationRequests } from './requests.ts';

const SCOPES = ['changed', 'all'] as const satisfies readonly RunScope[];

interface Typed {
  readonly scope: RunScope;
  readonly destinations?: readonly string[];
  readonly reason: string;
}

/** Has the tiers compared now. */
export function RunNow(): ReactNode {
  const { t } = useLanguage();
  return (
    <DialogButton
      {...{ type: 'primary', icon: <SyncOutlined />, words: t.reconciliation.runNow }}
      dialog={(close) => <RunDialog onClose={close} />}
    />
  );
}

function RunDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useLanguage();
  const id = useId();
  const client = useQueryClient();
  const order = useMutation({
    mutationFn: ({ scope, destinations = [], reason }: Typed) =>
      reconciliationRequests.order({ scope, reason: reason.trim(), ...(destinations.length > 0 && { destinations }) }),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: reconciliationKeys.runs });
    },
  });
  return (
    <Modal
      {...{ open: true, title: t.reconciliation.runNow, okText: t.reconciliation.runNow, cancelText: t.act.cancel }}
      okButtonProps={{ htmlType: 'submit', form: id }}
      confirmLoading={order.isPending}
      onCancel={onClose}
      destroyOnHidden
    >
      <p className="dialog-text">{t.reconciliation.runText}</p>
      <Form<Typed>
        {...{ id, layout: 'vertical', requiredMark: false, initialValues: { scope: 'changed' } }}
        onFinish={(typed) => {
          order.mutate(typed);
        }}
      >
        <Form.Item name="scope" label={t.reconciliation.scope}>
          <Radio.Group
            className="column"
            options={SCOPES.map((scope) => ({ value: scope, label: t.reconciliation.scopes[scope] }))}
          />
        </Form.Item>
        <DestinationsField />
        <ReasonField />
      </Form>
      {order.isError && <Failure error={order.error} />}
    </Modal>
  );
}

function DestinationsField(): ReactNode {
  const { t, say } = useLanguage();
  const items = useDestinations().data?.items ?? [];
  return (
    <Form.Item name="destinations" label={t.reconciliation.destinations} extra={t.reconciliation.destinationsHint}>
      <Checkbox.Group options={items.map(({ id, name }) => ({ value: id, label: say(name) }))} />
    </Form.Item>
  );
}
