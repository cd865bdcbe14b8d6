import { Input } from 'antd';
import { useState, type ReactNode } from 'react';
import type { CatalogueProcedure } from '../../../contract/catalogue.ts';
import { keys } from '../api/keys.ts';
import { usePortions } from '../api/use-portions.ts';
import { formatAge } from '../format/time.ts';
import { useNow } from '../format/use-now.ts';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { More } from '../states/more.tsx';
import { Nothing } from '../states/nothing.tsx';
import { useLanguage } from '../texts/language.tsx';
import { catalogueRequests } from './requests.ts';
import { Table } from './table.tsx';

/** The procedures in force, each with how old is what is known of it. */
export function Procedures(): ReactNode {
  const { t } = useLanguage();
  const [search, setSearch] = useState('');
  return (
    <section aria-labelledby="procedures">
      <div className="section-head">
        <h2 id="procedures">{t.catalogue.procedures}</h2>
        <Input.Search
          className="audit-filter"
          aria-label={t.catalogue.search}
          placeholder={t.catalogue.searchHint}
          allowClear
          onSearch={(typed) => {
            setSearch(typed.trim());
          }}
        />
      </div>
      <List search={search} />
    </section>
  );
}

function List({ search }: { readonly search: string }): ReactNode {
  const { t } = useLanguage();
  const { list, items } = usePortions(keys.catalogueProcedures(search), (after) => catalogueRequests.procedures(search, after));
  if (list.isPending) return <Loading rows={6} />;
  if (list.data === undefined) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  if (items.length === 0) return <Nothing title={t.catalogue.noProcedures} next={t.catalogue.noProceduresNext} />;
  const { code, name, field, level, listed, detailed } = t.catalogue;
  return (
    <>
      <Table label={t.catalogue.procedures} heads={[code, name, field, level, listed, detailed]}>
        {items.map((procedure) => (
          <Row key={procedure.code} procedure={procedure} />
        ))}
      </Table>
      <More list={list} />
    </>
  );
}

function Row({ procedure }: { readonly procedure: CatalogueProcedure }): ReactNode {
  const { t } = useLanguage();
  const { code, name, fieldName, level, listedAt, detailAt, problems, failure } = procedure;
  return (
    <tr>
      <td className="code nowrap">{code}</td>
      <td>
        {name}
        {failure !== null && <p className="quiet small">{t.catalogue.failure(failure)}</p>}
        {problems.length > 0 && <p className="quiet small">{t.catalogue.unclear(problems.join(', '))}</p>}
      </td>
      <td>{fieldName}</td>
      <td>{level ?? '—'}</td>
      <td className="nowrap">
        <Age at={listedAt} />
      </td>
      <td className="nowrap">
        <Age at={detailAt} />
      </td>
    </tr>
  );
}

function Age({ at }: { readonly at: string | null }): ReactNode {
  const { t } = useLanguage();
  const now = useNow();
  return at === null ? t.catalogue.never : t.catalogue.ago(formatAge(now - Date.parse(at), t));
}
