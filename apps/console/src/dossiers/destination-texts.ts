import { titleOfIncident, type StoryDestination } from '#ledger';
import type { Text } from '#runtime';
import { plainCause, sayCause } from '../incidents/causes.ts';
import { INCIDENT_KINDS } from '../incidents/incident-texts.ts';

/** Where a dossier stands at a destination, in words. */
interface Standing {
  readonly cause: string | null;
  readonly why: Text;
  readonly next: Text;
}

const BY_ITSELF: Text = {
  vi: 'Không phải làm gì; cổng tự làm tiếp.',
  en: 'There is nothing to do; the gateway goes on by itself.',
};

const STANDINGS = {
  idle: { vi: 'Nơi nhận có tất cả những gì được gửi.', en: 'The destination has everything that was to be sent.' },
  due: { vi: 'Đến lượt gửi.', en: 'It is due.' },
  leased: { vi: 'Đang gửi.', en: 'It is being sent.' },
  verifying: {
    vi: 'Mất câu trả lời; chờ nơi nhận xử lý xong rồi tra cứu.',
    en: 'An answer was lost; it is looked up once the destination must have settled it.',
  },
  held: { vi: 'Đang chờ người xử lý.', en: 'It waits for a person.' },
  blocked: { vi: 'Đang chờ người xử lý.', en: 'It waits for a person.' },
} as const satisfies Record<StoryDestination['state'], Text>;

const PAUSED: Omit<Standing, 'cause'> = {
  why: { vi: 'Nơi nhận đang được tạm dừng.', en: 'The destination is paused.' },
  next: { vi: 'Cho nơi nhận chạy tiếp.', en: 'Let the destination go on.' },
};

/** Says why a dossier stands as it does at a destination, and what comes next. */
export function standingOf({ state, cause, isStopped, isPaused, refusalCause }: StoryDestination): Standing {
  const plain = refusalCause ?? (cause === null ? null : plainCause(cause));
  if (state === 'held' || state === 'blocked') {
    const kind = cause?.split('|')[0] ?? '';
    const next = Object.hasOwn(INCIDENT_KINDS, kind) ? INCIDENT_KINDS[kind as keyof typeof INCIDENT_KINDS].next : STANDINGS.held;
    return { cause: plain, why: plain === null ? STANDINGS[state] : sayCause(plain), next };
  }
  if (state !== 'idle' && isPaused) return { cause: 'destination.paused', ...PAUSED };
  if (state !== 'idle' && isStopped)
    return { cause: 'destination.stopped', why: titleOfIncident('breaker'), next: INCIDENT_KINDS.breaker.next };
  const why = state !== 'idle' && plain !== null ? sayCause(plain) : STANDINGS[state];
  return { cause: state === 'idle' ? null : plain, why, next: BY_ITSELF };
}
