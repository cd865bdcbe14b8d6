import type { ReactNode } from 'react';
import type { DossierDestination, DossierStory } from '../../../contract/answers.ts';
import { useDestinationName } from '../destinations/destinations.tsx';
import { formatTimeToTheSecond } from '../format/time.ts';
import { LaneTag, OwnerTag } from '../states/tag.tsx';
import { useLanguage } from '../texts/language.tsx';
import { CancelItem } from './cancel-item.tsx';
import { VerifiedAt } from './verified.tsx';

/** Where the dossier stands at each destination: why it waits, who must act, what comes next. */
export function DossierDestinations({ story }: { readonly story: DossierStory }): ReactNode {
  const { t } = useLanguage();
  return (
    <section aria-labelledby="places">
      <h2 id="places">{t.dossiers.destinations}</h2>
      <ul className="cards">
        {story.destinations.map((place) => (
          <Place key={place.id} place={place} story={story} />
        ))}
      </ul>
    </section>
  );
}

function Place({ place, story }: { readonly place: DossierDestination; readonly story: DossierStory }): ReactNode {
  const { t } = useLanguage();
  const name = useDestinationName()(place.id);
  return (
    <li className={`card card-${place.state}`} aria-label={name} data-destination={place.id}>
      <div className="card-head">
        <h3>{name}</h3>
        <LaneTag state={place.state} />
      </div>
      <p className="small quiet">
        {t.dossiers.progress(place.acknowledgedSeq, story.headSeq)}
        {place.epoch > 1 && ` · ${t.dossiers.epoch(place.epoch)}`}
      </p>
      <Why place={place} />
      <VerifiedAt code={story.code} destination={place.id} />
      {place.nextAttemptAt !== null && (
        <p className="small">{t.dossiers.nextAttempt(formatTimeToTheSecond(place.nextAttemptAt))}</p>
      )}
      {place.possiblyTwice.length > 0 && <p className="halt small">{t.dossiers.twice(place.possiblyTwice.join(', '))}</p>}
      <CancelItem code={story.code} place={place} headSeq={story.headSeq} name={name} />
    </li>
  );
}

/** Nothing is to be done about what is all there. */
function Why({ place: { state, why, next, mustAct } }: { readonly place: DossierDestination }): ReactNode {
  const { t, say } = useLanguage();
  if (state === 'idle') return <p>{say(why)}</p>;
  return (
    <>
      <p>
        <b>{t.incidents.why}:</b> {say(why)}
      </p>
      <p>
        <b>{t.incidents.next}:</b> {say(next)}
      </p>
      {mustAct !== null && mustAct !== 'nobody' && (
        <p>
          <OwnerTag owner={mustAct} />
        </p>
      )}
    </>
  );
}
