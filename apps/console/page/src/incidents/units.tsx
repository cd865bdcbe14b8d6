import type { ReactNode } from 'react';
import type { Incident } from '../../../contract/answers.ts';
import { formatCount } from '../format/time.ts';
import { useLanguage } from '../texts/language.tsx';

/** Whose dossiers wait, and how many of each. */
export function Units({ units }: { readonly units: Incident['units'] }): ReactNode {
  const { t, language } = useLanguage();
  if (units.length === 0) return null;
  return (
    <section>
      <h3>{t.incidents.units}</h3>
      <ul className="units">
        {units.map(({ code, name, count }) => (
          <li key={code}>
            {name} <b>{formatCount(count, language)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
