import { Progress as Bar } from 'antd';
import type { ReactNode } from 'react';
import type { Replay } from '../../../contract/replays.ts';
import { formatCount } from '../format/time.ts';
import type { Texts } from '../texts/dictionaries.ts';
import { useLanguage } from '../texts/language.tsx';

/** How far a replay has come: its dry run, and then what it hands over to be sent. */
export function Progress({ replay }: { readonly replay: Replay }): ReactNode {
  const { t, language } = useLanguage();
  const { state, perSecond } = replay;
  const { done, total, say } = wayOf(replay, t);
  const percent = total === 0 ? (state === 'done' ? 100 : 0) : Math.min(100, Math.floor((done * 100) / total));
  const words = say(formatCount(done, language), formatCount(total, language));
  return (
    <div className="progress">
      <Bar percent={percent} size="small" aria-label={words} />
      <span className="small">
        {words}
        {['listing', 'running'].includes(state) && ` · ${t.replays.perSecond(formatCount(perSecond, language))}`}
      </span>
    </div>
  );
}

interface Way {
  readonly done: number;
  readonly total: number;
  readonly say: (done: string, total: string) => string;
}

/** What waits for a person is handed over too, although nothing of it can be foretold. */
function wayOf({ state, counts }: Replay, { replays }: Texts): Way {
  const { listed, toSend, nothingToSend, sent } = counts;
  return state === 'listing'
    ? { done: toSend + nothingToSend, total: listed, say: replays.looked }
    : { done: sent, total: listed - nothingToSend, say: replays.progress };
}
