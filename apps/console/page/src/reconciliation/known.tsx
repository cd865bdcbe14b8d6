import { EyeInvisibleOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Known } from '../../../contract/reconciliation.ts';
import { useDestinationName } from '../destinations/destinations.tsx';
import { formatAge, formatCount, formatTime } from '../format/time.ts';
import { useNow } from '../format/use-now.ts';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { Tag } from '../states/tag.tsx';
import { useLanguage } from '../texts/language.tsx';
import { reconciliationKeys, reconciliationRequests } from './requests.ts';

/** How well each destination is known. What cannot be seen stands beside what agrees, and never in it. */
export function KnownCards(): ReactNode {
  const { t } = useLanguage();
  return (
    <section aria-labelledby="known">
      <h2 id="known">{t.reconciliation.known}</h2>
      <Cards />
    </section>
  );
}

function Cards(): ReactNode {
  const known = useQuery({ queryKey: reconciliationKeys.known, queryFn: reconciliationRequests.known });
  if (known.isPending) return <Loading rows={3} />;
  if (known.data === undefined) return <Failure error={known.error} onRetry={() => void known.refetch()} />;
  return (
    <ul className="cards">
      {known.data.items.map((one) => (
        <Card key={one.destination} known={one} />
      ))}
    </ul>
  );
}

function Card({ known }: { readonly known: Known['items'][number] }): ReactNode {
  const { t, language } = useLanguage();
  const name = useDestinationName()(known.destination);
  const figures = [
    [t.reconciliation.lanes, known.lanes],
    [t.reconciliation.agrees, known.agrees],
    [t.reconciliation.differs, known.differs],
    [t.reconciliation.unseen, known.unseen],
  ] as const;
  return (
    <li className={known.lookup === 'none' ? 'card card-due' : 'card'} aria-label={name} data-known={known.destination}>
      <div className="card-head">
        <h3>{name}</h3>
        {known.lookup === 'none' && (
          <Tag tone="wait" icon={<EyeInvisibleOutlined />}>
            {t.reconciliation.unseeing}
          </Tag>
        )}
      </div>
      <dl className="figures">
        {figures.map(([label, count]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{formatCount(count, language)}</dd>
          </div>
        ))}
      </dl>
      <Oldest at={known.oldest} lookup={known.lookup} />
    </li>
  );
}

function Oldest({ at, lookup }: { readonly at: string | null; readonly lookup: string }): ReactNode {
  const { t } = useLanguage();
  const now = useNow();
  if (lookup === 'none') return <p className="small">{t.reconciliation.byManifest}</p>;
  if (at === null) return <p className="small">{t.reconciliation.never}</p>;
  return <p className="small">{t.reconciliation.oldest(formatTime(at), formatAge(now - Date.parse(at), t))}</p>;
}
