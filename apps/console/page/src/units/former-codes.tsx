import { CheckCircleOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { keys } from '../api/keys.ts';
import { formatCount } from '../format/time.ts';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { Tag } from '../states/tag.tsx';
import { useLanguage } from '../texts/language.tsx';
import { formatDay } from './days.ts';
import { unitRequests } from './requests.ts';

/** Who still uses codes of units that are gone, until nobody does. */
export function FormerCodes(): ReactNode {
  const { t } = useLanguage();
  return (
    <section aria-label={t.units.former}>
      <h2>{t.units.former}</h2>
      <p className="quiet dialog-text">{t.units.formerLead}</p>
      <Uses />
    </section>
  );
}

function Uses(): ReactNode {
  const { t, language } = useLanguage();
  const uses = useQuery({ queryKey: keys.formerCodes, queryFn: unitRequests.formerCodes });
  if (uses.isPending) return <Loading rows={2} />;
  if (uses.data === undefined) return <Failure error={uses.error} onRetry={() => void uses.refetch()} />;
  const { items } = uses.data;
  if (items.length === 0)
    return (
      <Tag tone="good" icon={<CheckCircleOutlined />}>
        {t.units.formerNone}
      </Tag>
    );
  const heads = [t.units.day, t.units.code, t.units.client, t.units.way, t.units.uses];
  return (
    <div className="table" role="group" aria-label={t.units.former} tabIndex={0}>
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
          {items.map(({ day, code, client, way, uses: count }) => (
            <tr key={`${day} ${code} ${client} ${way}`}>
              <td>{formatDay(day)}</td>
              <td className="mono">{code}</td>
              <td>{client}</td>
              <td>{t.units.ways[way]}</td>
              <td>{formatCount(count, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
