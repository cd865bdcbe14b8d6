import { CheckCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { CodeTableHead } from '../../../contract/codes.ts';
import { formatTime } from '../format/time.ts';
import { paths } from '../route/route.ts';
import { Link } from '../route/use-route.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { Tag } from '../states/tag.tsx';
import { useLanguage } from '../texts/language.tsx';
import { Proposals } from './proposals.tsx';
import { codeKeys, codeRequests } from './requests.ts';

/** All tables of codes, whether each is complete, and what codes of procedures may mean. */
export function CodeTables(): ReactNode {
  const { t } = useLanguage();
  return (
    <>
      <div className="section-head">
        <h1>{t.codes.title}</h1>
      </div>
      <p className="quiet dialog-text">{t.codes.lead}</p>
      <List />
      <Proposals />
    </>
  );
}

function List(): ReactNode {
  const { t } = useLanguage();
  const tables = useQuery({ queryKey: codeKeys.list, queryFn: codeRequests.list });
  if (tables.isPending) return <Loading rows={6} />;
  if (tables.data === undefined) return <Failure error={tables.error} onRetry={() => void tables.refetch()} />;
  const { items } = tables.data;
  if (items.length === 0) return <Nothing title={t.codes.empty} next={t.codes.emptyNext} />;
  return (
    <ul className="incidents">
      {items.map((head) => (
        <Row key={`${head.partner}.${head.table}.${head.direction}`} head={head} />
      ))}
    </ul>
  );
}

function Row({ head }: { readonly head: CodeTableHead }): ReactNode {
  const { t, say } = useLanguage();
  const { partner, table, direction, lacking } = head;
  return (
    <li className="incident" data-table={`${partner}.${table}.${direction}`}>
      {lacking.length === 0 ? (
        <Tag tone="good" icon={<CheckCircleOutlined />}>
          {t.codes.complete}
        </Tag>
      ) : (
        <Tag tone="wait" icon={<WarningOutlined />}>
          {t.codes.lacking(lacking.length)}
        </Tag>
      )}
      <div className="incident-words">
        <Link to={paths.codeTable(head)} className="row-link">
          {say(head.name)}
        </Link>
        <p className="quiet">
          {partner}/{table} · {t.codes.directions[direction]}
          {lacking.length > 0 && ` · ${t.codes.lacks(lacking.join(', '))}`}
        </p>
      </div>
      <div className="incident-figures">
        <span>{t.codes.rows(head.rows)}</span>
        <span className="quiet small">{formatTime(head.changedAt)}</span>
      </div>
    </li>
  );
}
