import type { Status } from '#canonical';
import type { DossierStory, StoryAct, StoryAttempt, StoryItem, StoryOutcome } from '#ledger';
import type { Text } from '#runtime';
import { sayCause, plainCause } from '../incidents/causes.ts';

/** On which side of the gateway something happened. */
export const TIERS = ['commune', 'gateway', 'national', 'province'] as const;
export const EVENT_KINDS = ['accepted', 'attempt', 'looked-up', 'outcome', 'act'] as const;

/** One thing that happened; absent members are null. */
export interface StoryEvent {
  readonly at: Date;
  readonly tier: (typeof TIERS)[number];
  readonly kind: (typeof EVENT_KINDS)[number];
  readonly seq: number | null;
  readonly itemKind: 'version' | 'step' | null;
  readonly status: Status | null;
  readonly destination: string | null;
  readonly service: string | null;
  readonly outcome: string | null;
  readonly cause: string | null;
  readonly text: Text;
  readonly http: number | null;
  readonly code: string | null;
  readonly durationMs: number | null;
  readonly wokenBy: string | null;
  readonly officer: string | null;
  readonly content: string | null;
  readonly by: string | null;
  readonly traceId: string | null;
}

const NOTHING = {
  ...{ seq: null, itemKind: null, status: null, destination: null, service: null, outcome: null, cause: null, http: null },
  ...{ code: null, durationMs: null, wokenBy: null, officer: null, content: null, by: null, traceId: null },
} as const;

const ACCEPTED: Readonly<Record<StoryItem['kind'], Readonly<Record<StoryItem['origin'], Text>>>> = {
  version: {
    client: { vi: 'Nhận một phiên bản của hồ sơ.', en: 'A version of the dossier was accepted.' },
    step: { vi: 'Bước làm thay đổi hồ sơ.', en: 'A step changed the dossier.' },
    closing: { vi: 'Nhận một phiên bản của hồ sơ.', en: 'A version of the dossier was accepted.' },
  },
  step: {
    client: { vi: 'Nhận một bước xử lý.', en: 'A step was accepted.' },
    step: { vi: 'Nhận một bước xử lý.', en: 'A step was accepted.' },
    closing: { vi: 'Bước kết thúc được tạo theo cấu hình.', en: 'A closing step was made, as configured.' },
  },
};

/** Acts that have words of their own; any other is named by its code. */
const ACTS: Readonly<Record<string, Text>> = {
  'item.cancel': { vi: 'Hủy một mục.', en: 'An item was cancelled.' },
  'dossier.reveal': { vi: 'Xem thông tin cá nhân.', en: 'What is personal was looked at.' },
};
const UNDER_WAY: Text = { vi: 'Đang gửi.', en: 'It is under way.' };

/** Everything that happened to a dossier, the oldest first; at one moment in the order in which it must have been. */
export function toTimeline(story: DossierStory): StoryEvent[] {
  const items = new Map(story.items.map((item) => [item.seq, item]));
  const tiers = new Map(story.destinations.map(({ id, dialect }) => [id, tierOf(dialect)]));
  const events = [
    ...story.items.map(accepted),
    ...story.attempts.map((attempt) => tried(attempt, items, tiers)),
    ...story.outcomes.map((outcome) => told(outcome, items)),
    ...story.acts.map(done),
  ];
  return events.sort((a, b) => a.at.getTime() - b.at.getTime() || order(a) - order(b));
}

function order({ kind }: StoryEvent): number {
  return EVENT_KINDS.indexOf(kind);
}

function tierOf(dialect: string): StoryEvent['tier'] {
  return dialect === 'dvcqg' ? 'national' : 'province';
}

function accepted({ seq, kind, origin, status, acceptedAt, officer, content, traceId }: StoryItem): StoryEvent {
  return {
    ...NOTHING,
    ...{ at: acceptedAt, tier: origin === 'client' ? 'commune' : 'gateway', kind: 'accepted', seq, itemKind: kind, status },
    ...{ text: ACCEPTED[kind][origin], officer: officer ?? null, content: content ?? null, traceId },
  };
}

function tried(
  attempt: StoryAttempt,
  items: ReadonlyMap<number, StoryItem>,
  tiers: ReadonlyMap<string, StoryEvent['tier']>,
): StoryEvent {
  const { seq, destination, service, outcome, at, http, code, durationMs, wokenBy } = attempt;
  const cause = attempt.cause === null ? null : plainCause(attempt.cause);
  const isLookUp = service === 'lookup' || (service === null && cause?.startsWith('lookup.') === true);
  return {
    ...NOTHING,
    ...{ at, kind: isLookUp ? 'looked-up' : 'attempt', destination, service, outcome, cause },
    // What lacks a code never left.
    tier: outcome === 'unmapped' ? 'gateway' : (tiers.get(destination) ?? 'gateway'),
    ...ofItem(seq, items),
    text: cause === null ? UNDER_WAY : sayCause(cause),
    ...{ http, code, durationMs, wokenBy },
  };
}

function told({ seq, destination, state, cause, at }: StoryOutcome, items: ReadonlyMap<number, StoryItem>): StoryEvent {
  return {
    ...NOTHING,
    ...{ at, tier: 'gateway', kind: 'outcome', destination, outcome: state, cause: plainCause(cause), text: sayCause(cause) },
    ...ofItem(seq, items),
  };
}

function done({ at, actor, act, details }: StoryAct): StoryEvent {
  const { destination, seq } = details;
  return {
    ...NOTHING,
    ...{ at, tier: 'gateway', kind: 'act', by: actor, code: act, text: ACTS[act] ?? { vi: act, en: act } },
    destination: typeof destination === 'string' ? destination : null,
    seq: typeof seq === 'number' ? seq : null,
  };
}

function ofItem(
  seq: number | null,
  items: ReadonlyMap<number, StoryItem>,
): Pick<StoryEvent, 'seq' | 'itemKind' | 'status' | 'traceId'> {
  const item = seq === null ? undefined : items.get(seq);
  return { seq, itemKind: item?.kind ?? null, status: item?.status ?? null, traceId: item?.traceId ?? null };
}
