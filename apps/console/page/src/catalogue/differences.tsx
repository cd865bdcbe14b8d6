import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { keys } from '../api/keys.ts';
import { usePortions } from '../api/use-portions.ts';
import { useMay } from '../login/operator.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { More } from '../states/more.tsx';
import { useLanguage } from '../texts/language.tsx';
import { Act } from './act.tsx';
import { catalogueRequests } from './requests.ts';
import { Table } from './table.tsx';

/** Where the second source says something else. Nothing of it is taken over by itself; its levels may be adopted. */
export function Differences({ sync }: { readonly sync: string }): ReactNode {
  const { t } = useLanguage();
  const { list, items } = usePortions(keys.catalogueDifferences(sync), (after) => catalogueRequests.differences(sync, after));
  if (list.isPending) return <Loading rows={3} />;
  if (list.data === undefined) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  const { code, difference, ours, theirs } = t.catalogue;
  return (
    <>
      {items.some(({ kind }) => kind === 'other-level') && <AdoptLevels sync={sync} />}
      <Table label={difference} heads={[code, difference, ours, theirs]}>
        {items.map((item) => (
          <tr key={`${item.code} ${item.kind}`}>
            <td className="code nowrap">{item.code}</td>
            <td>{t.catalogue.differenceKinds[item.kind]}</td>
            <td>{item.ours ?? '—'}</td>
            <td>{item.theirs ?? '—'}</td>
          </tr>
        ))}
      </Table>
      <More list={list} />
    </>
  );
}

function AdoptLevels({ sync }: { readonly sync: string }): ReactNode {
  const { t } = useLanguage();
  const [isAsked, setAsked] = useState(false);
  const { adoptLevels, adoptLevelsTitle, adoptLevelsText } = t.catalogue;
  if (!useMay('operator')) return null;
  return (
    <>
      <Button
        onClick={() => {
          setAsked(true);
        }}
      >
        {adoptLevels}
      </Button>
      {isAsked && (
        <Act
          title={adoptLevelsTitle}
          text={adoptLevelsText}
          confirm={adoptLevels}
          run={(reason) => catalogueRequests.adoptLevels(sync, reason)}
          onClose={() => {
            setAsked(false);
          }}
        />
      )}
    </>
  );
}
