import type { ReactNode } from 'react';
import type { Destination } from '../../../contract/answers.ts';
import { formatTime } from '../format/time.ts';
import { useLanguage } from '../texts/language.tsx';

/** Why nothing is sent to a destination, who or what stopped it, and how it goes on. */
export function Halt({ destination }: { readonly destination: Destination }): ReactNode {
  switch (destination.state) {
    case 'open':
      return null;
    case 'paused':
      return (
        <>
          <Paused destination={destination} />
          <Maintained destination={destination} />
        </>
      );
    case 'maintenance':
      return <Maintained destination={destination} />;
    case 'stopped':
      return <Stopped destination={destination} />;
  }
}

function Paused({ destination: { pausedBy, pausedAt, pauseReason } }: { readonly destination: Destination }): ReactNode {
  const { t } = useLanguage();
  return (
    <div className="halt">
      {pausedAt !== null && <p>{t.destinations.pausedBy(pausedBy ?? t.sizes.none, formatTime(pausedAt))}</p>}
      {pauseReason !== null && <p>{`${t.act.reason}: ${pauseReason}`}</p>}
    </div>
  );
}

/** Beside a pause too: who lets it go on should know. */
function Maintained({ destination: { maintenanceUntil } }: { readonly destination: Destination }): ReactNode {
  const { t } = useLanguage();
  if (maintenanceUntil === null) return null;
  return (
    <div className="halt">
      <p>{t.destinations.maintenanceUntil(formatTime(maintenanceUntil))}</p>
      <p className="small">{t.destinations.maintenanceHint}</p>
    </div>
  );
}

function Stopped({ destination: { stoppedAt, stopCause, probeAt } }: { readonly destination: Destination }): ReactNode {
  const { t } = useLanguage();
  return (
    <div className="halt halt-bad">
      <p>{t.destinations.breakerOpen(stoppedAt === null ? t.sizes.none : formatTime(stoppedAt))}</p>
      {stopCause !== null && <p className="small">{t.destinations.cause(stopCause)}</p>}
      <p>{probeAt === null ? t.destinations.breakerSoon : t.destinations.breakerNext(formatTime(probeAt))}</p>
    </div>
  );
}
