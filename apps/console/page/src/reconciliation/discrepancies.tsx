import { CheckCircleOutlined, ClockCircleOutlined, ToolOutlined, WarningOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Discrepancy } from '../../../contract/reconciliation.ts';
import { usePortions } from '../api/use-portions.ts';
import { useDestinationName } from '../destinations/destinations.tsx';
import { formatTime } from '../format/time.ts';
import { paths } from '../route/route.ts';
import { Link } from '../route/use-route.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { More } from '../states/more.tsx';
import { Nothing } from '../states/nothing.tsx';
import { OwnerTag, Tag, type Tone } from '../states/tag.tsx';
import { useLanguage } from '../texts/language.tsx';
import { formatDay } from '../units/days.ts';
import { DiscrepancyFilters } from './discrepancy-filters.tsx';
import { discrepancyCsvPath, reconciliationKeys, reconciliationRequests, type DiscrepancyFilter } from './requests.ts';

interface DiscrepanciesProps {
  readonly id: string;
  readonly filter: DiscrepancyFilter;
  readonly onChange: (filter: DiscrepancyFilter) => void;
}

/** What differs: in which dossier, since when, and what heals it or who has to act, with the reason. */
export function Discrepancies({ id, filter, onChange }: DiscrepanciesProps): ReactNode {
  const { t } = useLanguage();
  return (
    <section aria-labelledby={id}>
      <div className="section-head">
        <h2 id={id} tabIndex={-1}>
          {t.reconciliation.differences}
        </h2>
        <a href={discrepancyCsvPath(filter)} download>
          {t.reconciliation.csv}
        </a>
      </div>
      <DiscrepancyFilters filter={filter} onChange={onChange} />
      <List filter={filter} />
    </section>
  );
}

function List({ filter }: { readonly filter: DiscrepancyFilter }): ReactNode {
  const { t } = useLanguage();
  const { list, items } = usePortions(reconciliationKeys.discrepancies(filter), (after) =>
    reconciliationRequests.discrepancies(filter, after),
  );
  if (list.isPending) return <Loading rows={5} />;
  if (list.data === undefined) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  if (items.length === 0) return <Nothing title={t.reconciliation.none} next={t.reconciliation.noneNext} />;
  return (
    <>
      <ul className="incidents">
        {items.map((one) => (
          <Row key={one.id} discrepancy={one} />
        ))}
      </ul>
      <More list={list} />
    </>
  );
}

function Row({ discrepancy }: { readonly discrepancy: Discrepancy }): ReactNode {
  const { t, say } = useLanguage();
  const nameOf = useDestinationName();
  const { id, kind, field, tier, side, dossierCode, unit, day, owner, why, firstAt, lastAt, clearedAt } = discrepancy;
  return (
    <li className="incident" data-discrepancy={id}>
      <HealTag discrepancy={discrepancy} />
      <div className="incident-words">
        <p>
          <Link to={paths.dossier(dossierCode)} className="mono">
            {dossierCode}
          </Link>{' '}
          · {t.reconciliation.kinds[kind]}
          {field !== 'dossier' && <code> {field}</code>}
        </p>
        <p>{say(why)}</p>
        <p className="quiet small">
          {t.reconciliation.tiers[tier]} ({tier === 'commune' ? side.replace('client:', '') : nameOf(side)}) · {unit.name}
          {day !== null && ` · ${formatDay(day)}`}
        </p>
      </div>
      <div className="incident-figures">
        {clearedAt === null && owner !== 'nobody' && <OwnerTag owner={owner} />}
        <span className="quiet small">{t.reconciliation.firstSeen(formatTime(firstAt))}</span>
        <span className="quiet small">{t.reconciliation.lastSeen(formatTime(lastAt))}</span>
        {clearedAt !== null && <span className="quiet small">{t.reconciliation.cleared(formatTime(clearedAt))}</span>}
      </div>
    </li>
  );
}

/** What heals it, and how far that is. */
function HealTag({ discrepancy: { heal, healState, tries, clearedAt } }: { readonly discrepancy: Discrepancy }): ReactNode {
  const { t } = useLanguage();
  const { heals, healStates, tried, over } = t.reconciliation;
  const [tone, icon]: readonly [Tone, ReactNode] =
    clearedAt === null ? SIGNS[healState] : ['good', <CheckCircleOutlined key="" />];
  const isByPerson = healState === 'person';
  return (
    <div>
      <Tag tone={tone} icon={icon}>
        {clearedAt === null ? (isByPerson ? heals.task : healStates[healState]) : over}
      </Tag>
      {!isByPerson && <p className="small">{heals[heal]}</p>}
      {tries > 0 && <p className="quiet small">{tried(tries)}</p>}
    </div>
  );
}

const SIGNS: Readonly<Record<Discrepancy['healState'], readonly [Tone, ReactNode]>> = {
  waiting: ['wait', <ClockCircleOutlined key="" />],
  asked: ['busy', <ToolOutlined key="" />],
  stopped: ['bad', <WarningOutlined key="" />],
  person: ['wait', <ToolOutlined key="" />],
};
