import { useQuery } from '@tanstack/react-query';
import { Descriptions, Drawer } from 'antd';
import type { ReactNode } from 'react';
import type { Incident } from '../../../contract/answers.ts';
import { keys } from '../api/keys.ts';
import { requests } from '../api/requests.ts';
import { useDestinationName } from '../destinations/destinations.tsx';
import { formatCount, formatTime } from '../format/time.ts';
import { paths } from '../route/route.ts';
import { go, Link } from '../route/use-route.tsx';
import { ReplayButton } from '../replays/replay-button.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { OwnerTag } from '../states/tag.tsx';
import { useLanguage } from '../texts/language.tsx';
import { missingIn } from './missing-in.ts';
import { MappingForm } from './mapping-form.tsx';
import { Units } from './units.tsx';
import { WaitingDossiers } from './waiting-dossiers.tsx';

/** All that is known of one incident, and what can be done about it, beside the list it came from. */
export function IncidentDrawer({ id }: { readonly id: string }): ReactNode {
  const { t, say } = useLanguage();
  const incident = useQuery({ queryKey: keys.incident(id), queryFn: () => requests.incident(id) });
  return (
    <Drawer
      open
      size="min(720px, 100vw)"
      title={incident.data === undefined ? t.act.loading : say(incident.data.title)}
      onClose={() => {
        go(paths.overview);
      }}
    >
      {incident.isPending && <Loading rows={8} />}
      {incident.isError && incident.data === undefined && (
        <Failure error={incident.error} onRetry={() => void incident.refetch()} />
      )}
      {incident.data !== undefined && <Whole incident={incident.data} />}
    </Drawer>
  );
}

function Whole({ incident }: { readonly incident: Incident }): ReactNode {
  const { t, say } = useLanguage();
  return (
    <div className="stack">
      <OwnerTag owner={incident.mustAct} />
      <section className="words">
        <h3>{t.incidents.why}</h3>
        <p>{say(incident.why)}</p>
        <h3>{t.incidents.next}</h3>
        <p>{say(incident.next)}</p>
      </section>
      {incident.mapping !== null && <MappingForm mapping={incident.mapping} isOpen={incident.clearedAt === null} />}
      <Facts incident={incident} />
      <Units units={incident.units} />
      <WaitingDossiers id={incident.id} />
      <ReplayButton preset={{ way: 'incident', incidentId: incident.id }} />
    </div>
  );
}

function Facts({ incident }: { readonly incident: Incident }): ReactNode {
  const { t, language } = useLanguage();
  const nameOf = useDestinationName();
  const { destination, count, waitingLanes, cause, service, field, openedAt, lastAt, clearedAt } = incident;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t.incidents.destination, destination === null ? null : nameOf(destination)],
    [t.incidents.missing, codeOf(missingIn(incident))],
    [t.incidents.field, codeOf(field)],
    [t.incidents.service, codeOf(service)],
    [t.incidents.waitingLanes, t.incidents.waiting(formatCount(waitingLanes, language))],
    [t.incidents.count, t.incidents.times(formatCount(count, language))],
    [t.incidents.opened, formatTime(openedAt)],
    [t.incidents.lastSeen, formatTime(lastAt)],
    [t.incidents.clearedAt, clearedAt === null ? null : formatTime(clearedAt)],
    [t.incidents.cause, codeOf(cause)],
    [t.incidents.sample, <Sample key="" sample={incident.sample} />],
  ];
  const present = facts.filter(([, fact]) => fact !== null);
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, sm: 2 }}
      items={present.map(([label, children]) => ({ key: label, label, children }))}
    />
  );
}

function codeOf(code: string | null | undefined): ReactNode {
  return code === null || code === undefined ? null : <code>{code}</code>;
}

function Sample({ sample }: Pick<Incident, 'sample'>): ReactNode {
  const { t } = useLanguage();
  if (sample === null) return t.sizes.none;
  const [, unit] = /(?:^| )unit=(\S+)/.exec(sample.facts ?? '') ?? [];
  return (
    <>
      {sample.facts === null ? null : <code>{sample.facts}</code>}
      {unit !== undefined && (
        <div>
          <Link to={paths.unit(unit)}>{t.units.livesOf(unit)}</Link>
        </div>
      )}
      {sample.dossierCodes.map((code) => (
        <div key={code}>
          <Link to={paths.dossier(code)}>{code}</Link>
        </div>
      ))}
    </>
  );
}
