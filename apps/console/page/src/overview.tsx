import type { ReactNode } from 'react';
import { Destinations } from './destinations/destinations.tsx';
import { IncidentDrawer } from './incidents/incident-drawer.tsx';
import { Incidents } from './incidents/incidents.tsx';
import { useLanguage } from './texts/language.tsx';

/** The first sight: how each portal fares, and whose turn it is. */
export function Overview({ incident }: { readonly incident: string | undefined }): ReactNode {
  const { t } = useLanguage();
  return (
    <>
      <h1 className="unseen">{t.shell.overview}</h1>
      <Destinations />
      <Incidents />
      {incident !== undefined && <IncidentDrawer key={incident} id={incident} />}
    </>
  );
}
