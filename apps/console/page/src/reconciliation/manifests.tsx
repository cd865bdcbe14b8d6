import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ReceivedManifest } from '../../../contract/reconciliation.ts';
import { Table } from '../catalogue/table.tsx';
import { formatCount, formatTime } from '../format/time.ts';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { useLanguage } from '../texts/language.tsx';
import { reconciliationKeys, reconciliationRequests } from './requests.ts';
import { sayKinds } from './say-cells.ts';

/** The manifests that systems sent, the latest first. */
export function Manifests(): ReactNode {
  const { t } = useLanguage();
  return (
    <section aria-labelledby="manifests">
      <h2 id="manifests">{t.reconciliation.manifests}</h2>
      <List />
    </section>
  );
}

function List(): ReactNode {
  const { t } = useLanguage();
  const manifests = useQuery({ queryKey: reconciliationKeys.manifests, queryFn: reconciliationRequests.manifests });
  if (manifests.isPending) return <Loading rows={2} />;
  if (manifests.data === undefined) return <Failure error={manifests.error} onRetry={() => void manifests.refetch()} />;
  const { items } = manifests.data;
  if (items.length === 0) return <Nothing title={t.reconciliation.noManifests} next={t.reconciliation.noManifestsNext} />;
  const { receivedAt, client, level, asOf, buckets, differing, differences } = t.reconciliation.manifest;
  return (
    <Table label={t.reconciliation.manifests} heads={[receivedAt, client, level, asOf, buckets, differing, differences]}>
      {items.map((manifest) => (
        <Row key={manifest.id} manifest={manifest} />
      ))}
    </Table>
  );
}

function Row({ manifest }: { readonly manifest: ReceivedManifest }): ReactNode {
  const { t, language } = useLanguage();
  const { receivedAt, client, level, asOf, buckets, bucketsRead, differing, cells } = manifest;
  const count = (number: number): string => formatCount(number, language);
  return (
    <tr>
      <td className="nowrap">{formatTime(receivedAt)}</td>
      <td className="mono">{client}</td>
      <td>{t.reconciliation.levels[level]}</td>
      <td className="nowrap">{formatTime(asOf)}</td>
      <td>
        {count(buckets)} <span className="quiet small">{t.reconciliation.recounted(count(bucketsRead))}</span>
      </td>
      <td>{count(differing)}</td>
      <td>{sayKinds(cells, t.reconciliation)}</td>
    </tr>
  );
}
