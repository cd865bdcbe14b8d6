import { EyeOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import type { Destination, LaneCounts } from '../../../contract/answers.ts';
import { formatAge, formatCount } from '../format/time.ts';
import { useNow } from '../format/use-now.ts';
import { DestinationTag, LaneTag, Tag } from '../states/tag.tsx';
import { useLanguage } from '../texts/language.tsx';
import { Halt } from './halt.tsx';
import { PauseButton } from './pause-button.tsx';

export function DestinationCard({ destination }: { readonly destination: Destination }): ReactNode {
  const { say } = useLanguage();
  const name = say(destination.name);
  return (
    <li className={`card card-${destination.state}`} aria-label={name} data-destination={destination.id}>
      <div className="card-head">
        <h3>{name}</h3>
        {destination.mode === 'shadow' && <Shadow />}
        <DestinationTag state={destination.state} />
      </div>
      <Figures destination={destination} />
      <Lanes lanes={destination.lanes} />
      <Halt destination={destination} />
      <PauseButton destination={destination} name={name} />
    </li>
  );
}

function Shadow(): ReactNode {
  const { t } = useLanguage();
  return (
    <Tooltip title={t.destinations.shadowHint}>
      <span>
        <Tag tone="plain" icon={<EyeOutlined />}>
          {t.destinations.shadow}
        </Tag>
      </span>
    </Tooltip>
  );
}

function Figures({ destination }: { readonly destination: Destination }): ReactNode {
  const { t, language } = useLanguage();
  const now = useNow();
  const { oldestAcceptedAt, pendingItems, deliveredLastHour, failingCalls } = destination;
  const oldest = oldestAcceptedAt === null ? t.sizes.none : formatAge(now - Date.parse(oldestAcceptedAt), t);
  const figures = [
    [t.destinations.backlog, formatCount(pendingItems, language)],
    [t.destinations.oldest, oldest],
    [t.destinations.delivered, formatCount(deliveredLastHour, language)],
    [t.destinations.failing, formatCount(failingCalls.lastHour, language)],
  ] as const;
  return (
    <dl className="figures">
      {figures.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const SHOWN = ['due', 'leased', 'verifying', 'held', 'blocked'] as const satisfies readonly (keyof LaneCounts)[];

/** Only states that some dossier is in: what is nowhere needs no eye. */
function Lanes({ lanes }: { readonly lanes: LaneCounts }): ReactNode {
  const { t, language } = useLanguage();
  const present = SHOWN.filter((state) => lanes[state] > 0);
  if (present.length === 0) return null;
  return (
    <ul className="lanes" aria-label={t.destinations.lanes}>
      {present.map((state) => (
        <li key={state}>
          <LaneTag state={state} /> <b>{formatCount(lanes[state], language)}</b>
        </li>
      ))}
    </ul>
  );
}
