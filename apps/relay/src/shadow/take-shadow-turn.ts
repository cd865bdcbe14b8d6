import { plan, type Capabilities, type ClaimedLane, type Settled, type Settlement } from '#ledger';
import { counter } from '#runtime';
import { moveOnly, settle, type SettlingRoad } from '../deliver/calls.ts';
import { draftCall, type Draft, type WritingRoad } from '../deliver/draft.ts';
import { hold } from '../deliver/push.ts';
import { waitForRecord } from '../deliver/wait-for-record.ts';
import type { Road } from '../road.ts';

/** All that a destination in shadow is worked with: there is nothing here by which anything could leave. */
export type ShadowRoad = SettlingRoad & WritingRoad & Pick<Road, 'can'>;

const written = counter('gateway_shadow_items_total', 'Items written for a destination in shadow, and not sent', [
  'destination',
  'service',
] as const);

/** One turn of a lane in shadow: planned and written as it would be sent, then kept and taken as acknowledged. */
export function takeShadowTurn(lane: ClaimedLane, road: ShadowRoad): Promise<Settled> {
  const next = plan(asIfTold(lane), { ...road.can, lookup: 'none' } satisfies Capabilities);
  switch (next.kind) {
    case 'nothing':
      return settle(inShadow(lane, NOTHING), road);
    case 'create':
    case 'update':
    case 'steps': {
      const draft = draftCall(lane, next, road);
      if ('missing' in draft) return settle({ ...hold(lane, draft), shadow: NOTHING }, road);
      return keep(lane, draft, road);
    }
    case 'recordless':
      return settle({ ...waitForRecord(lane, next.step), shadow: NOTHING }, road);
    default:
      throw new Error(`not in shadow: ${next.kind}`);
  }
}

const NOTHING = { service: 'update', codesVersion: '', items: [] } as const;

/** The lane as if every answer had come: what was lost before the shadow, and what of the destination is to be looked at, waits for its end. */
function asIfTold(lane: ClaimedLane): ClaimedLane {
  const pending = lane.pending.map((item) => ({ ...item, sent: 0, doubt: false, possiblyTwice: false, mayBeThere: false }));
  return { ...lane, pending, inShadow: false, moved: false, unsure: undefined, adopt: false, reassert: false, asked: undefined };
}

async function keep(lane: ClaimedLane, draft: Draft, road: ShadowRoad): Promise<Settled> {
  const { kind: service, codesVersion, superseded, pins } = draft;
  const items = draft.items.map(({ seq, wire }) => ({ seq, wire }));
  const [version] = draft.items;
  const acknowledged = service === 'steps' || version === undefined ? {} : { present: true, pins, ackVersionSeq: version.seq };
  const settled = await settle({ ...inShadow(lane, { service, codesVersion, items }), ...acknowledged, superseded }, road);
  if (settled === 'lost') return settled;
  const partner = road.destination.id;
  written.inc({ destination: partner, service }, items.length);
  road.log.event('delivery.shadowed', { partner, kind: service, dossier: lane.dossierCode, items: items.length });
  return settled;
}

function inShadow(lane: ClaimedLane, shadow: NonNullable<Settlement['shadow']>): Settlement {
  // Nothing is sent there, whoever asks for it.
  const answered = lane.asked && { job: lane.asked.job, failed: 'destination.in-shadow' };
  const more = { failures: 0, cause: undefined, adopt: false, reassert: false, shadow };
  return moveOnly(lane, { kind: 'go-on' }, { ...more, ...(answered && { answered }) });
}
