import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { UnitLife } from '../../../contract/units.ts';
import { keys } from '../api/keys.ts';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { useLanguage } from '../texts/language.tsx';
import { formatDay, formatLife } from './days.ts';
import { DailySheetLinks } from '../sheets/daily-sheet-links.tsx';
import { Family } from './family.tsx';
import { HandOverButton } from './hand-over.tsx';
import { unitRequests } from './requests.ts';

/** All lives of a code: which unit it was, when, what that was made of and what it became. */
export function Unit({ code }: { readonly code: string }): ReactNode {
  const { t } = useLanguage();
  const lives = useQuery({ queryKey: keys.unit(code), queryFn: () => unitRequests.lives(code) });
  if (lives.isPending) return <Loading rows={8} />;
  if (lives.data === undefined) return <Failure error={lives.error} onRetry={() => void lives.refetch()} />;
  return (
    <>
      <h1>{t.units.livesOf(code)}</h1>
      <p className="quiet dialog-text">{t.units.livesLead}</p>
      <h2>{t.reconciliation.sheets}</h2>
      <DailySheetLinks unit={code} />
      <ol className="stack">
        {lives.data.lives.map((life) => (
          <li key={life.id} className="unit-life">
            <Life life={life} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Life({ life }: { readonly life: UnitLife }): ReactNode {
  const { t } = useLanguage();
  const resolutions = [...life.predecessors, ...life.successors];
  const told = [...new Set(resolutions.map(({ on, resolution }) => `${formatDay(on)}: ${resolution ?? t.units.unknown}`))];
  return (
    <>
      <h2>{life.name}</h2>
      <p>{formatLife(life, t)}</p>
      {told.length > 0 && <p className="quiet small">{`${t.units.resolution}: ${told.join(' · ')}`}</p>}
      <Family life={life} />
      {life.isDivided && (
        <div className="section-head">
          <p role="status">{t.units.undecided(life.undecided)}</p>
          <HandOverButton life={life} />
        </div>
      )}
      <Codes life={life} />
    </>
  );
}

function Codes({ life }: { readonly life: UnitLife }): ReactNode {
  const { t } = useLanguage();
  const heads = [t.units.scheme, t.units.code, t.units.life, t.units.basis, t.units.believed];
  return (
    <div className="table" role="group" aria-label={t.units.codesOf(life.name)} tabIndex={0}>
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
          {life.codes.map((code) => (
            <tr key={JSON.stringify(code)}>
              <td>{code.scheme === 'administrative' ? t.units.administrative : code.scheme}</td>
              <td className="mono">{code.code}</td>
              <td>{formatLife(code, t)}</td>
              <td>{code.legalBasis ?? ''}</td>
              <td>{code.endedAt === null ? t.units.yes : t.units.no}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
