import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Drawer, Form, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import type { CodeFault, CodePreview, CodeTableRow } from '../../../contract/codes.ts';
import { CallFailed } from '../api/call.ts';
import { formatCount } from '../format/time.ts';
import { Failure } from '../states/failure.tsx';
import { ReasonField } from '../states/reason-dialog.tsx';
import { useLanguage } from '../texts/language.tsx';
import { csvOf } from './csv-of.ts';
import { Line } from './line.tsx';
import { codeRequests, type TableName } from './requests.ts';
import { useChange } from './use-change.ts';

interface ImportTableProps {
  readonly name: TableName;
  readonly present: readonly CodeTableRow[];
  readonly onClose: () => void;
}

/** Takes a whole table as a text, shows what it would change, and changes exactly that. */
export function ImportTable({ name, present, onClose }: ImportTableProps): ReactNode {
  const { t } = useLanguage();
  const [csv, setCsv] = useState(() => csvOf(present));
  const shown = useMutation({ mutationFn: (text: string) => codeRequests.preview(name, text) });
  const write = (text: string): void => {
    setCsv(text);
    shown.reset();
  };
  return (
    <Drawer open size="min(720px, 100vw)" title={t.codes.importTitle(`${name.partner}/${name.table}`)} onClose={onClose}>
      <div className="stack">
        <p>{t.codes.importLead}</p>
        <TextFields csv={csv} onChange={write} />
        <Button
          loading={shown.isPending}
          onClick={() => {
            shown.mutate(csv);
          }}
        >
          {t.codes.preview}
        </Button>
        {shown.isError && <Faults error={shown.error} />}
        {shown.data !== undefined && <Shown name={name} csv={csv} preview={shown.data} onClose={onClose} />}
      </div>
    </Drawer>
  );
}

function TextFields({ csv, onChange }: { readonly csv: string; readonly onChange: (text: string) => void }): ReactNode {
  const { t } = useLanguage();
  return (
    <>
      <label htmlFor="import-file">{t.codes.file}</label>
      <input
        id="import-file"
        type="file"
        accept=".csv,text/csv"
        onChange={({ target }) => {
          void target.files?.[0]?.arrayBuffer().then((bytes) => {
            // A mark in front is kept, so that it is named as the fault that it is.
            onChange(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
          });
        }}
      />
      <label htmlFor="import-csv">{t.codes.csv}</label>
      <Input.TextArea
        id="import-csv"
        className="code"
        rows={10}
        value={csv}
        onChange={({ target }) => {
          onChange(target.value);
        }}
      />
    </>
  );
}

/** Each fault by its line; the table is refused whole. */
function Faults({ error }: { readonly error: Error }): ReactNode {
  const { t, say } = useLanguage();
  const faults = faultsOf(error);
  return (
    <>
      <Failure error={error} />
      {faults.length > 0 && (
        <ul className="rows" aria-label={t.codes.faults}>
          {faults.map((fault) => (
            <li key={`${String(fault.line)} ${fault.column ?? ''} ${fault.reason.en}`} className="row">
              <strong>{t.codes.line(fault.line)}</strong>
              {fault.column !== undefined && <code>{fault.column}</code>}
              <span>{say(fault.reason)}</span>
              {fault.write !== undefined && fault.write !== '' && <span className="quiet">{t.codes.write(fault.write)}</span>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function faultsOf(error: Error): readonly CodeFault[] {
  const problem: object | undefined = error instanceof CallFailed ? error.problem : undefined;
  return problem !== undefined && 'faults' in problem ? (problem.faults as readonly CodeFault[]) : [];
}

interface ShownProps {
  readonly name: TableName;
  readonly csv: string;
  readonly preview: CodePreview;
  readonly onClose: () => void;
}

function Shown({ name, csv, preview, onClose }: ShownProps): ReactNode {
  const { t, language } = useLanguage();
  const { added, ended, unchanged, waiting, basis } = preview;
  const change = useChange((reason: string) => codeRequests.import(name, { csv, basis, reason }), onClose);
  return (
    <section className="act-box" aria-label={t.codes.difference}>
      <h3>{t.codes.difference}</h3>
      <p>{t.codes.counts(added.length, ended.length, unchanged)}</p>
      {waiting > 0 && <p>{t.codes.releases(formatCount(waiting, language))}</p>}
      <Warnings preview={preview} />
      <Differences preview={preview} />
      <Form<{ reason: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={({ reason }) => {
          change.mutate(reason.trim());
        }}
      >
        <ReasonField />
        {change.isError && <Failure error={change.error} />}
        <Button type="primary" htmlType="submit" loading={change.isPending} disabled={added.length + ended.length === 0}>
          {t.codes.apply}
        </Button>
      </Form>
    </section>
  );
}

function Warnings({ preview }: { readonly preview: CodePreview }): ReactNode {
  const { t, language } = useLanguage();
  const { isNew, newTargets, lacking, stillWaiting } = preview;
  const warnings = [
    ...(isNew ? [t.codes.isNew] : []),
    ...(newTargets.length > 0 ? [t.codes.newTargets(newTargets.join(', '))] : []),
    ...(lacking.length > 0 ? [t.codes.wouldLack(lacking.join(', '))] : []),
    ...(stillWaiting > 0 ? [t.codes.stillWaiting(formatCount(stillWaiting, language))] : []),
  ];
  return warnings.map((warning) => <Alert key={warning} type="warning" showIcon title={warning} />);
}

function Differences({ preview: { added, ended } }: { readonly preview: CodePreview }): ReactNode {
  const { t } = useLanguage();
  return (
    <ul className="rows" aria-label={t.codes.difference}>
      {ended.map((row) => (
        <li key={row.id} className="row">
          <strong>{t.codes.ends}</strong> <Line line={row} />
        </li>
      ))}
      {added.map((line) => (
        <li key={`${line.fromCode} ${line.validFrom ?? ''}`} className="row">
          <strong>{t.codes.adds}</strong> <Line line={line} />
        </li>
      ))}
    </ul>
  );
}
