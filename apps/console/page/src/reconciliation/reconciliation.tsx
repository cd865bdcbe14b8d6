import { useCallback, useState, type ReactNode } from 'react';
import { DailySheetLinks } from '../sheets/daily-sheet-links.tsx';
import { useLanguage } from '../texts/language.tsx';
import { Discrepancies } from './discrepancies.tsx';
import { HeatMap, type Place } from './heat-map.tsx';
import { KnownCards } from './known.tsx';
import { Manifests } from './manifests.tsx';
import type { DiscrepancyFilter } from './requests.ts';
import { RunNow } from './run-now.tsx';
import { Runs } from './runs.tsx';

const LIST = 'differences';

/** Where the tiers differ, how well each is known, and the runs that find it out. */
export function Reconciliation(): ReactNode {
  const { t } = useLanguage();
  const [filter, setFilter] = useState<DiscrepancyFilter>({ state: 'open' });
  const choose = useCallback((place: Place) => {
    setFilter({ state: 'open', ...place });
    document.getElementById(LIST)?.focus();
  }, []);
  return (
    <>
      <div className="section-head">
        <h1>{t.reconciliation.title}</h1>
        <RunNow />
      </div>
      <p className="quiet dialog-text">{t.reconciliation.lead}</p>
      <KnownCards />
      <HeatMap onChoose={choose} />
      <Discrepancies id={LIST} filter={filter} onChange={setFilter} />
      <Runs />
      <Manifests />
      <section aria-labelledby="sheets">
        <h2 id="sheets">{t.reconciliation.sheets}</h2>
        <p className="quiet dialog-text">{t.reconciliation.sheetsLead}</p>
        <DailySheetLinks unit="province" />
      </section>
    </>
  );
}
