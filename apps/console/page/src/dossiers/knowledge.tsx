import { Slider } from 'antd';
import { useState, type ReactNode } from 'react';
import type { ItemArrivals } from '../../../contract/answers.ts';
import { useDestinationName } from '../destinations/destinations.tsx';
import { formatTimeToTheSecond } from '../format/time.ts';
import { useLanguage } from '../texts/language.tsx';
import { GATEWAY, knownAt, momentsOf, type Knowledge } from './known-at.ts';

/** Each item with its two times, and what each side knew at a moment that one chooses. */
export function KnowledgeOfSides({ items }: { readonly items: readonly ItemArrivals[] }): ReactNode {
  const { t } = useLanguage();
  const moments = momentsOf(items);
  // Undefined: now, also when something new comes.
  const [chosen, choose] = useState<number>();
  if (moments.length === 0) return null;
  const index = Math.min(chosen ?? moments.length - 1, moments.length - 1);
  const moment = moments[index] ?? '';
  return (
    <section aria-labelledby="knowledge">
      <h2 id="knowledge">{t.dossiers.knowledge}</h2>
      <p className="quiet small">{t.dossiers.knowledgeText}</p>
      <div className="panel knowledge">
        <p>
          {t.dossiers.moment}: <b>{formatTimeToTheSecond(moment)}</b>
        </p>
        {moments.length > 1 && (
          <Slider
            min={0}
            max={moments.length - 1}
            value={index}
            onChange={choose}
            ariaLabelForHandle={t.dossiers.moment}
            ariaValueTextFormatterForHandle={(value) => formatTimeToTheSecond(moments[value] ?? moment)}
            tooltip={{ open: false }}
          />
        )}
        <Sides known={knownAt(items, moment)} />
      </div>
      <Times items={items} moment={moment} />
    </section>
  );
}

function useSideName(): (side: string) => string {
  const { t } = useLanguage();
  const nameOf = useDestinationName();
  return (side) => (side === GATEWAY ? t.dossiers.tiers.gateway : nameOf(side));
}

function Sides({ known }: { readonly known: readonly Knowledge[] }): ReactNode {
  const { t } = useLanguage();
  const nameOf = useSideName();
  const statuses: Readonly<Record<number, string>> = t.dossiers.statuses;
  return (
    <ul className="plain">
      {known.map(({ side, status, missing }) => (
        <li key={side} data-side={side}>
          <b>{nameOf(side)}</b>: {status === null ? t.dossiers.knowsNothing : (statuses[status] ?? String(status))}
          {missing.length > 0 && (
            <>
              {' '}
              <span className="missing">({t.dossiers.notArrived(missing.join(', '))})</span>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function Times({ items, moment }: { readonly items: readonly ItemArrivals[]; readonly moment: string }): ReactNode {
  const { t } = useLanguage();
  const nameOf = useSideName();
  const sides = [...new Set(items.flatMap(({ arrivals }) => arrivals.map(({ destination }) => destination)))].sort();
  const arrivalAt = (item: ItemArrivals, side: string): string => {
    const arrival = item.arrivals.find(({ destination }) => destination === side);
    if (arrival === undefined) return t.sizes.none;
    return arrival.at === null ? t.dossiers.arrivalStates[arrival.state] : formatTimeToTheSecond(arrival.at);
  };
  return (
    <div className="table" role="group" aria-labelledby="knowledge" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.dossiers.itemTitle}</th>
            <th scope="col">{t.dossiers.occurredAt}</th>
            <th scope="col">{t.dossiers.tiers.gateway}</th>
            {sides.map((side) => (
              <th key={side} scope="col">
                {nameOf(side)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.seq} className={item.acceptedAt > moment ? 'quiet' : ''}>
              <td>{`${String(item.seq)} · ${t.dossiers.itemKinds[item.kind]} · ${String(item.status)}`}</td>
              <td>{item.occurredAt === null ? t.sizes.none : formatTimeToTheSecond(item.occurredAt)}</td>
              <td>{formatTimeToTheSecond(item.acceptedAt)}</td>
              {sides.map((side) => (
                <td key={side}>{arrivalAt(item, side)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
