import { Progress as Bar } from 'antd';
import type { ReactNode } from 'react';
import type { Replay } from '../../../contract/replays.ts';
import { formatCount } from '../format/time.ts';
import { useLanguage } from '../texts/language.tsx';

/** How far a replay has come; of one that has nothing to send, all of the way. */
export function Progress({ replay: { counts, perSecond, state } }: { readonly replay: Replay }): ReactNode {
  const { t, language } = useLanguage();
  const percent =
    counts.toSend === 0 ? (state === 'done' ? 100 : 0) : Math.min(100, Math.floor((counts.sent * 100) / counts.toSend));
  const words = t.replays.progress(formatCount(counts.sent, language), formatCount(counts.toSend, language));
  return (
    <div className="progress">
      <Bar percent={percent} size="small" aria-label={words} />
      <span className="small">
        {words}
        {state === 'running' && perSecond !== null && ` · ${t.replays.perSecond(formatCount(perSecond, language))}`}
      </span>
    </div>
  );
}
