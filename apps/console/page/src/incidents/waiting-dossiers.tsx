import type { ReactNode } from 'react';
import type { IncidentDossier } from '../../../contract/answers.ts';
import { keys } from '../api/keys.ts';
import { requests } from '../api/requests.ts';
import { usePortions } from '../api/use-portions.ts';
import { formatTime } from '../format/time.ts';
import { paths } from '../route/route.ts';
import { Link } from '../route/use-route.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { More } from '../states/more.tsx';
import { LaneTag } from '../states/tag.tsx';
import { useLanguage } from '../texts/language.tsx';

export function WaitingDossiers({ id }: { readonly id: string }): ReactNode {
  const { t } = useLanguage();
  return (
    <section aria-labelledby="waiting-dossiers">
      <h3 id="waiting-dossiers">{t.incidents.dossiers}</h3>
      <List id={id} />
    </section>
  );
}

function List({ id }: { readonly id: string }): ReactNode {
  const { t } = useLanguage();
  const { list, items } = usePortions(keys.incidentDossiers(id), (after) => requests.incidentDossiers(id, after));
  if (list.isPending) return <Loading rows={3} />;
  if (list.data === undefined) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  if (items.length === 0) return <p className="quiet">{t.incidents.noDossiers}</p>;
  return (
    <>
      <ul className="rows">
        {items.map((dossier) => (
          <Row key={`${dossier.code} ${dossier.destination}`} dossier={dossier} />
        ))}
      </ul>
      <More list={list} />
    </>
  );
}

function Row({ dossier: { code, unit, state, since } }: { readonly dossier: IncidentDossier }): ReactNode {
  return (
    <li className="row">
      <Link to={paths.dossier(code)} className="code">
        {code}
      </Link>
      <span className="quiet">{unit.name}</span>
      {state === null ? null : <LaneTag state={state} />}
      <time className="quiet small" dateTime={since}>
        {formatTime(since)}
      </time>
    </li>
  );
}
