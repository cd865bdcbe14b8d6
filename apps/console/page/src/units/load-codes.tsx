import { UploadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { keys } from '../api/keys.ts';
import { useMay } from '../login/operator.tsx';
import { ReasonDialog } from '../states/reason-dialog.tsx';
import { useLanguage } from '../texts/language.tsx';
import { unitRequests } from './requests.ts';

/** Loads codes that the province handed over. */
export function LoadCodesButton(): ReactNode {
  const { t } = useLanguage();
  const [isAsked, setAsked] = useState(false);
  if (!useMay('operator')) return null;
  return (
    <>
      <Button
        icon={<UploadOutlined />}
        onClick={() => {
          setAsked(true);
        }}
      >
        {t.units.loadCodes}
      </Button>
      {isAsked && (
        <LoadCodesDialog
          onClose={() => {
            setAsked(false);
          }}
        />
      )}
    </>
  );
}

function LoadCodesDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [csv, setCsv] = useState('');
  const load = useMutation({
    mutationFn: (reason: string) => unitRequests.loadCodes(csv, reason),
    onSuccess: ({ added }) => {
      void message.success(t.units.codesLoaded(added));
      void client.invalidateQueries({ queryKey: keys.allUnits });
      onClose();
    },
  });
  const words = { title: t.units.loadCodes, text: t.units.loadCodesText, confirm: t.units.loadCodes };
  return (
    <ReasonDialog
      {...words}
      act={load}
      onConfirm={(reason) => {
        load.mutate(reason);
      }}
      onClose={onClose}
    >
      <CsvField value={csv} onChange={setCsv} />
    </ReasonDialog>
  );
}

/** A table in CSV, pasted or read from a file. */
export function CsvField({ value, onChange }: { readonly value: string; readonly onChange: (csv: string) => void }): ReactNode {
  const { t } = useLanguage();
  return (
    <Form.Item label={t.units.csv} extra={t.units.csvHint}>
      <Input.TextArea
        rows={6}
        className="mono"
        aria-label={t.units.csv}
        value={value}
        onChange={({ target }) => {
          onChange(target.value);
        }}
      />
      <input
        type="file"
        accept=".csv,text/csv"
        aria-label={t.units.csvFile}
        onChange={({ target }) => {
          void target.files?.[0]?.text().then(onChange);
        }}
      />
    </Form.Item>
  );
}
