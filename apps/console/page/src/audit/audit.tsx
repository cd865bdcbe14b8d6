import { Input } from 'antd';
import { useState, type ReactNode } from 'react';
import type { AuditLine } from '../../../contract/answers.ts';
import { keys } from '../api/keys.ts';
import { requests } from '../api/requests.ts';
import { usePortions } from '../api/use-portions.ts';
import { formatTimeToTheSecond } from '../format/time.ts';
import { flatten } from '../dossiers/flatten.ts';
import { useClear } from '../states/clear.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { More } from '../states/more.tsx';
import { Nothing } from '../states/nothing.tsx';
import { useLanguage } from '../texts/language.tsx';
import { Operators } from './operators.tsx';

/** Who did what, when and why; for administrators. */
export function Audit(): ReactNode {
  const { t } = useLanguage();
  const clear = useClear();
  const [subject, setSubject] = useState('');
  return (
    <>
      <div className="section-head">
        <h1>{t.audit.title}</h1>
        <Input.Search
          className="audit-filter"
          aria-label={t.audit.subject}
          placeholder={t.audit.subjectHint}
          allowClear={clear}
          onSearch={(typed) => {
            setSubject(typed.trim());
          }}
        />
      </div>
      <Lines subject={subject} />
      <Operators />
    </>
  );
}

function Lines({ subject }: { readonly subject: string }): ReactNode {
  const { t } = useLanguage();
  const { list, items } = usePortions(keys.audit(subject), (after) => requests.audit(subject, after));
  if (list.isPending) return <Loading rows={8} />;
  if (list.data === undefined) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  if (items.length === 0) return <Nothing title={t.audit.empty} next={t.audit.emptyNext} />;
  const heads = [t.audit.at, t.audit.actor, t.audit.act, t.audit.subject, t.audit.details];
  return (
    <>
      <div className="table" role="group" aria-label={t.audit.title} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((line, index) => (
              <Line key={`${line.at} ${String(index)}`} line={line} />
            ))}
          </tbody>
        </table>
      </div>
      <More list={list} />
    </>
  );
}

function Line({ line }: { readonly line: AuditLine }): ReactNode {
  const details = flatten(line.details).map(({ path, value }) => `${path.join('.')}: ${value}`);
  return (
    <tr>
      <td className="nowrap">{formatTimeToTheSecond(line.at)}</td>
      <td>{line.actor}</td>
      <td>
        <code>{line.act}</code>
      </td>
      <td className="code">{line.subject}</td>
      <td className="quiet">{details.join(' · ')}</td>
    </tr>
  );
}
