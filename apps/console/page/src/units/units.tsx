import { useQuery } from '@tanstack/react-query';
import { DatePicker, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import type { ListedUnit } from '../../../contract/units.ts';
import { keys } from '../api/keys.ts';
import { paths } from '../route/route.ts';
import { Link } from '../route/use-route.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { useLanguage } from '../texts/language.tsx';
import { formatLife } from './days.ts';
import { FormerCodes } from './former-codes.tsx';
import { LoadCodesButton } from './load-codes.tsx';
import { matchesUnit } from './matches.ts';
import { Mergers } from './mergers.tsx';
import { unitRequests } from './requests.ts';

/** The units of a day, the mergers, and who still uses former codes. */
export function Units(): ReactNode {
  const { t } = useLanguage();
  const [at, setAt] = useState<string>();
  const [sought, setSought] = useState('');
  return (
    <>
      <div className="section-head">
        <h1>{t.units.title}</h1>
        <LoadCodesButton />
      </div>
      <p className="quiet dialog-text">{t.units.lead}</p>
      <Mergers />
      <section aria-label={t.units.list}>
        <h2>{t.units.list}</h2>
        <div className="units-search">
          <Input
            allowClear
            aria-label={t.units.search}
            placeholder={t.units.search}
            value={sought}
            onChange={({ target }) => {
              setSought(target.value);
            }}
          />
          <DatePicker
            aria-label={t.units.at}
            format="DD/MM/YYYY"
            placeholder={t.units.at}
            onChange={(day) => {
              setAt(day?.format('YYYY-MM-DD'));
            }}
          />
        </div>
        <List at={at} sought={sought} />
      </section>
      <FormerCodes />
    </>
  );
}

function List({ at, sought }: { readonly at: string | undefined; readonly sought: string }): ReactNode {
  const { t } = useLanguage();
  const units = useQuery({ queryKey: keys.units(at), queryFn: () => unitRequests.list(at) });
  if (units.isPending) return <Loading rows={8} />;
  if (units.data === undefined) return <Failure error={units.error} onRetry={() => void units.refetch()} />;
  const found = units.data.items.filter((unit) => matchesUnit(unit, sought));
  if (found.length === 0) return <Nothing title={t.units.none} next={t.units.noneNext} />;
  return (
    <>
      <p className="quiet small" role="status">
        {t.units.found(found.length, units.data.items.length)}
      </p>
      <div className="table" role="group" aria-label={t.units.list} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {[t.units.code, t.units.name, t.units.identifier, t.units.life, t.units.madeOf].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.map((unit) => (
              <Row key={unit.id} unit={unit} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Row({ unit }: { readonly unit: ListedUnit }): ReactNode {
  const { t } = useLanguage();
  return (
    <tr>
      <td className="mono">{unit.code === null ? t.units.unknown : <Link to={paths.unit(unit.code)}>{unit.code}</Link>}</td>
      <td>{unit.name}</td>
      <td className="mono">{unit.identifiers.join(', ')}</td>
      <td>{formatLife(unit, t)}</td>
      <td>{unit.madeOf === 0 ? '' : unit.madeOf}</td>
    </tr>
  );
}
