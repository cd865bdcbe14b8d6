import { CheckCircleOutlined, StopOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { OperatorLine } from '../../../contract/answers.ts';
import { keys } from '../api/keys.ts';
import { requests } from '../api/requests.ts';
import { formatTime } from '../format/time.ts';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { Tag } from '../states/tag.tsx';
import { useLanguage } from '../texts/language.tsx';

export function Operators(): ReactNode {
  const { t } = useLanguage();
  const operators = useQuery({ queryKey: keys.operators, queryFn: requests.operators });
  if (operators.isPending) return <Loading rows={3} />;
  if (operators.data === undefined) return <Failure error={operators.error} onRetry={() => void operators.refetch()} />;
  const heads = [t.audit.username, t.audit.name, t.audit.role, t.audit.enabled, t.audit.lastLogin];
  return (
    <section aria-labelledby="operators">
      <h2 id="operators">{t.audit.operators}</h2>
      <div className="table" role="group" aria-labelledby="operators" tabIndex={0}>
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
            {operators.data.items.map((operator) => (
              <Line key={operator.username} operator={operator} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Line({ operator: { username, name, role, enabled, lastLoginAt } }: { readonly operator: OperatorLine }): ReactNode {
  const { t } = useLanguage();
  const state = enabled ? (
    <Tag tone="good" icon={<CheckCircleOutlined />}>
      {t.audit.enabled}
    </Tag>
  ) : (
    <Tag tone="bad" icon={<StopOutlined />}>
      {t.audit.disabled}
    </Tag>
  );
  return (
    <tr>
      <td className="code">{username}</td>
      <td>{name}</td>
      <td>{t.shell.roles[role]}</td>
      <td>{state}</td>
      <td className="nowrap">{lastLoginAt === null ? t.sizes.none : formatTime(lastLoginAt)}</td>
    </tr>
  );
}
