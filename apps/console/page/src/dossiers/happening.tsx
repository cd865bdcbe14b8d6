import { CloudUploadOutlined, FileDoneOutlined, InboxOutlined, SearchOutlined, UserOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { TimelineEvent } from '../../../contract/answers.ts';
import { useDestinationName } from '../destinations/destinations.tsx';
import { formatCount, formatTimeToTheSecond } from '../format/time.ts';
import { OutcomeTag } from '../states/tag.tsx';
import { useLanguage } from '../texts/language.tsx';

const SIGNS = {
  accepted: <InboxOutlined />,
  attempt: <CloudUploadOutlined />,
  'looked-up': <SearchOutlined />,
  outcome: <FileDoneOutlined />,
  act: <UserOutlined />,
} satisfies Record<TimelineEvent['kind'], ReactNode>;

/** One event: when, at which tier, what, how it ended; its details beneath. */
export function Happening({ event }: { readonly event: TimelineEvent }): ReactNode {
  const { t, say } = useLanguage();
  return (
    <li className={`happening tier-${event.tier}`}>
      <time dateTime={event.at}>{formatTimeToTheSecond(event.at)}</time>
      <span className="happening-tier">{t.dossiers.tiers[event.tier]}</span>
      <div className="happening-words">
        <p>
          <span className="happening-sign" aria-hidden="true">
            {SIGNS[event.kind]}
          </span>
          <What event={event} />
        </p>
        <p>{say(event.text)}</p>
        <Details event={event} />
      </div>
    </li>
  );
}

function What({ event }: { readonly event: TimelineEvent }): ReactNode {
  const { t } = useLanguage();
  const nameOf = useDestinationName();
  const { kind, seq, itemKind, status, destination, service, outcome } = event;
  const statuses: Readonly<Record<number, string>> = t.dossiers.statuses;
  const words = [
    t.dossiers.kinds[kind],
    seq !== null && t.dossiers.item(seq).toLowerCase(),
    itemKind !== null && `(${t.dossiers.itemKinds[itemKind]})`,
    destination !== null && `→ ${nameOf(destination)}`,
    status !== null && `· ${statuses[status] ?? String(status)}`,
  ];
  const isUnanswered = outcome === null && (kind === 'attempt' || kind === 'looked-up');
  return (
    <>
      <b>{words.filter((word) => word !== false).join(' ')}</b>
      {service !== null && <code className="service">{service}</code>}
      {outcome !== null && <OutcomeTag outcome={outcome} />}
      {isUnanswered && <span className="quiet">{t.dossiers.pending}</span>}
    </>
  );
}

function Details({ event }: { readonly event: TimelineEvent }): ReactNode {
  const { t, language } = useLanguage();
  const took = event.durationMs === null ? null : t.sizes.milliseconds(formatCount(Math.round(event.durationMs), language));
  const details: readonly (readonly [string, string | number | null])[] = [
    [t.dossiers.http, event.http],
    [t.dossiers.answer, event.code],
    [t.dossiers.cause, event.cause],
    [t.dossiers.took, took],
    [t.dossiers.wokenBy, event.wokenBy],
    [t.dossiers.officer, event.officer],
    [t.dossiers.content, event.content],
    [t.dossiers.by, event.by],
    [t.dossiers.trace, event.kind === 'accepted' ? event.traceId : null],
  ];
  const present = details.filter(([, value]) => value !== null);
  if (present.length === 0) return null;
  return (
    <dl className="details">
      {present.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
