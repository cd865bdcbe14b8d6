import type { ReactNode } from 'react';
import type { Incident } from '../../../contract/answers.ts';
import { useDestinationName } from '../destinations/destinations.tsx';
import { formatAge, formatCount, formatTime } from '../format/time.ts';
import { useNow } from '../format/use-now.ts';
import { paths } from '../route/route.ts';
import { Link } from '../route/use-route.tsx';
import { OwnerTag } from '../states/tag.tsx';
import { useLanguage } from '../texts/language.tsx';
import { missingIn } from './missing-in.ts';

/** One incident in a line: whose turn, what, how many wait. The whole row leads to it. */
export function IncidentRow({ incident }: { readonly incident: Incident }): ReactNode {
  const { t, say, language } = useLanguage();
  const nameOf = useDestinationName();
  const missing = missingIn(incident);
  const { mustAct, title, why, destination, waitingLanes, count } = incident;
  return (
    <li className="incident" data-incident={incident.id}>
      <OwnerTag owner={mustAct} />
      <div className="incident-words">
        <p>
          <Link to={paths.incident(incident.id)} className="row-link">
            {say(title)}
          </Link>{' '}
          {missing !== undefined && <code>{missing}</code>}
        </p>
        <p className="quiet">{say(why)}</p>
      </div>
      <div className="incident-figures">
        {destination !== null && <span>{nameOf(destination)}</span>}
        <b>{t.incidents.waiting(formatCount(waitingLanes, language))}</b>
        <span className="quiet small">
          {t.incidents.times(formatCount(count, language))} · <Last incident={incident} />
        </span>
      </div>
    </li>
  );
}

function Last({ incident: { clearedAt, lastAt } }: { readonly incident: Incident }): ReactNode {
  const { t } = useLanguage();
  const now = useNow();
  if (clearedAt !== null) return t.incidents.cleared(formatTime(clearedAt));
  return (
    <time dateTime={lastAt} title={formatTime(lastAt)}>
      {t.incidents.last(t.sizes.ago(formatAge(now - Date.parse(lastAt), t)))}
    </time>
  );
}
