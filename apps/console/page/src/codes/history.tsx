import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { CodeChange, CodePast } from '../../../contract/codes.ts';
import { formatTimeToTheSecond } from '../format/time.ts';
import { useMay } from '../login/operator.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { ReasonDialog } from '../states/reason-dialog.tsx';
import { useLanguage } from '../texts/language.tsx';
import { Line } from './line.tsx';
import { codeKeys, codeRequests, type TableName } from './requests.ts';
import { useChange } from './use-change.ts';

/** Who changed a table when and why, each change as a whole, and every row that was ever believed. */
export function History({ name }: { readonly name: TableName }): ReactNode {
  const { t } = useLanguage();
  const history = useQuery({ queryKey: codeKeys.history(name), queryFn: () => codeRequests.history(name) });
  if (history.isPending) return <Loading rows={4} />;
  if (history.data === undefined) return <Failure error={history.error} onRetry={() => void history.refetch()} />;
  const { changes, rows } = history.data;
  return (
    <>
      <section>
        <div className="section-head">
          <h2>{t.codes.changes}</h2>
        </div>
        <ul className="rows">
          {changes.map((change) => (
            <Change key={change.id} change={change} />
          ))}
        </ul>
      </section>
      <details>
        <summary>{t.codes.past}</summary>
        <ul className="rows">
          {rows.map((row) => (
            <Past key={row.id} row={row} />
          ))}
        </ul>
      </details>
    </>
  );
}

function Change({ change }: { readonly change: CodeChange }): ReactNode {
  const { t } = useLanguage();
  const { id, kind, by, reason, added, ended, undoneBy, at } = change;
  return (
    <li className="row" data-change={id}>
      <strong>{t.codes.kinds[kind]}</strong>
      <span>{t.codes.figures(added, ended)}</span>
      <span className="quiet">
        {by ?? t.codes.files}
        {reason !== null && ` · ${reason}`}
      </span>
      {undoneBy !== null && <span className="quiet">{t.codes.undone}</span>}
      <time dateTime={at} className="quiet">
        {formatTimeToTheSecond(at)}
      </time>
      {undoneBy === null && <Undo change={change} />}
    </li>
  );
}

function Undo({ change: { id, added, ended } }: { readonly change: CodeChange }): ReactNode {
  const { t } = useLanguage();
  const [isAsked, setAsked] = useState(false);
  const close = (): void => {
    setAsked(false);
  };
  const undo = useChange((reason: string) => codeRequests.undo(id, reason), close);
  const words = { title: t.codes.undoTitle, text: t.codes.undoText(added, ended), confirm: t.codes.undo };
  if (!useMay('operator')) return null;
  return (
    <>
      <Button
        size="small"
        aria-label={`${t.codes.undo} ${String(id)}`}
        onClick={() => {
          setAsked(true);
        }}
      >
        {t.codes.undo}
      </Button>
      {isAsked && <ReasonDialog {...words} isDangerous act={undo} onConfirm={undo.mutate} onClose={close} />}
    </>
  );
}

function Past({ row }: { readonly row: CodePast }): ReactNode {
  const { t } = useLanguage();
  const until = row.endedAt === null ? t.codes.now : `${formatTimeToTheSecond(row.endedAt)} (${row.endedBy ?? t.codes.files})`;
  return (
    <li className="row">
      <Line line={row} />
      <span className="quiet small">
        {formatTimeToTheSecond(row.recordedAt)} ({row.by ?? t.codes.files}) → {until}
      </span>
    </li>
  );
}
