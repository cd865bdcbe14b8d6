import { Radio } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Tier, TimelineEvent } from '../../../contract/answers.ts';
import { useLanguage } from '../texts/language.tsx';
import { Happening } from './happening.tsx';

const TIERS = ['commune', 'gateway', 'national', 'province'] as const satisfies readonly Tier[];
const ALL = 'all';

interface TimelineProps {
  readonly events: readonly TimelineEvent[];
  /** Attempts that the server left out for being old. */
  readonly omitted: number;
}

/** All that happened to the dossier, oldest first, in four columns of one story. */
export function Timeline({ events, omitted }: TimelineProps): ReactNode {
  const { t } = useLanguage();
  const [tier, setTier] = useState<Tier | typeof ALL>(ALL);
  const present = TIERS.filter((one) => events.some((event) => event.tier === one));
  const shown = events.filter((event) => tier === ALL || event.tier === tier);
  const options = [
    { value: ALL, label: t.dossiers.allTiers },
    ...present.map((one) => ({ value: one, label: t.dossiers.tiers[one] })),
  ];
  return (
    <section aria-labelledby="timeline">
      <div className="section-head">
        <h2 id="timeline">{t.dossiers.timeline}</h2>
        <Radio.Group
          className="choices"
          optionType="button"
          aria-label={t.dossiers.tier}
          value={tier}
          options={options}
          onChange={({ target }) => {
            setTier(TIERS.find((one) => one === target.value) ?? ALL);
          }}
        />
      </div>
      {omitted > 0 && <p className="quiet">{t.dossiers.timelineOmitted(omitted)}</p>}
      {events.length === 0 && <p className="quiet">{t.dossiers.timelineEmpty}</p>}
      <ol className="timeline">
        {shown.map((event, index) => (
          <Happening key={`${event.at} ${String(index)}`} event={event} />
        ))}
      </ol>
    </section>
  );
}
