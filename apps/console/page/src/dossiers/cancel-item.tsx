import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import type { DossierDestination } from '../../../contract/answers.ts';
import { keys } from '../api/keys.ts';
import { requests } from '../api/requests.ts';
import { useMay } from '../login/operator.tsx';
import { ReasonDialog } from '../states/reason-dialog.tsx';
import { useLanguage } from '../texts/language.tsx';
import { openItems } from './open-items.ts';

interface CancelProps {
  readonly code: string;
  readonly place: DossierDestination;
  readonly headSeq: number;
  readonly name: string;
}

export function CancelItem({ code, place, headSeq, name }: CancelProps): ReactNode {
  const { t } = useLanguage();
  const [items, setItems] = useState<readonly number[]>();
  const may = useMay('operator');
  const open = openItems(place, headSeq);
  // The dialog stays with the items that it was opened for, also when the lane moves on behind it.
  const dialog = items && (
    <CancelDialog
      code={code}
      destination={place.id}
      name={name}
      items={items}
      onClose={() => {
        setItems(undefined);
      }}
    />
  );
  if (!may || open.length === 0) return dialog;
  return (
    <div className="card-acts">
      <Button
        danger
        onClick={() => {
          setItems(open);
        }}
      >
        {t.dossiers.cancel}
      </Button>
      {dialog}
    </div>
  );
}

interface DialogProps {
  readonly code: string;
  readonly destination: string;
  readonly name: string;
  readonly items: readonly number[];
  readonly onClose: () => void;
}

function CancelDialog({ code, destination, name, items, onClose }: DialogProps): ReactNode {
  const { t } = useLanguage();
  const [seq, setSeq] = useState(items[0] ?? 0);
  const client = useQueryClient();
  const { message } = App.useApp();
  const act = useMutation({
    mutationFn: (reason: string) => requests.cancelItem(code, destination, { seq, reason }),
    onSuccess: (story) => {
      client.setQueryData(keys.dossier(code), story);
      void message.success(t.dossiers.cancelled(seq));
      onClose();
    },
    onError: () => void client.invalidateQueries({ queryKey: keys.dossier(code) }),
  });
  const words = { title: t.dossiers.cancelTitle(name), text: t.dossiers.cancelText, confirm: t.dossiers.cancel };
  return (
    <ReasonDialog
      {...words}
      isDangerous
      act={act}
      onConfirm={(reason) => {
        act.mutate(reason);
      }}
      onClose={onClose}
    >
      <Form.Item label={t.dossiers.cancelSeq}>
        <Select
          aria-label={t.dossiers.cancelSeq}
          value={seq}
          onChange={setSeq}
          options={items.map((one) => ({ value: one, label: t.dossiers.item(one) }))}
        />
      </Form.Item>
    </ReasonDialog>
  );
}
