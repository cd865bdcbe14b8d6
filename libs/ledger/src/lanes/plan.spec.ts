import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Dossier, Status, Step } from '#canonical';
import type { PendingItem, PendingStep, PendingVersion } from './lane.ts';
import { ABSENT, plan, planUndecided, type Capabilities, type PlannedLane } from './plan.ts';
import { mayBeThere } from './unsure.ts';

const CAN: Capabilities = { lookup: 'steps', stepsPerCall: 10, resendUndecided: [3, 8, 9, 10] };
const LANE: PlannedLane = {
  present: true,
  adopt: false,
  moved: false,
  inShadow: false,
  reassert: false,
  acked: undefined,
  cause: undefined,
  pending: [],
};

function version(seq: number, status: Status, more: Partial<PendingVersion> = {}): PendingVersion {
  return { kind: 'version', seq, status, sent: 0, doubt: false, dossier: {} as Dossier, ...more };
}

function step(seq: number, status: Status, more: Partial<PendingStep> = {}): PendingStep {
  return { kind: 'step', seq, status, sent: 0, doubt: false, possiblyTwice: false, step: {} as Step, ...more };
}

describe('plan', () => {
  it('creates what is not there and updates what is', () => {
    const pending = [version(1, 2)];
    expect(plan({ ...LANE, present: false, pending }, CAN)).toMatchObject({ kind: 'create', version: { seq: 1 } });
    expect(plan({ ...LANE, pending }, CAN)).toMatchObject({ kind: 'update', version: { seq: 1 } });
  });

  it('sends no step before the dossier is there, also when its first record was refused and a later one stands for it', () => {
    const pending = [step(2, 4), version(3, 4), step(4, 9), version(5, 9)];
    expect(plan({ ...LANE, present: false, pending }, CAN)).toMatchObject({
      kind: 'create',
      version: { seq: 3 },
      superseded: [],
    });
    expect(plan({ ...LANE, pending }, CAN)).toMatchObject({ kind: 'steps' });
  });

  it('compares for a job what is not in doubt, before anything is sent', () => {
    const asked = { job: 'j', mode: 'converge', isDry: false } as const;
    expect(plan({ ...LANE, asked }, CAN)).toEqual({ kind: 'compare' });
    expect(plan({ ...LANE, asked, pending: [step(2, 4)] }, { ...CAN, lookup: 'none' })).toEqual({ kind: 'compare' });
    expect(plan({ ...LANE, asked, pending: [step(2, 4, { doubt: true })] }, CAN)).toEqual({ kind: 'lookup', reason: 'doubt' });
    expect(plan({ ...LANE, asked, inShadow: true }, CAN)).toEqual({ kind: 'cut-over' });
    const unsure = { id: 1, moment: new Date(1), resendUntil: new Date(2), wasInShadow: false, isLooked: false };
    expect(plan({ ...LANE, asked, unsure }, CAN)).toEqual({ kind: 'lookup', reason: 'adopt' });
    expect(plan({ ...LANE, asked, unsure: { ...unsure, isLooked: true } }, CAN)).toEqual({ kind: 'compare' });
  });

  it('asserts a record again behind the lost steps that come before it, and before those that follow it', () => {
    const lane = { ...LANE, reassert: true, acked: { seq: 3, dossier: {} as Dossier } };
    const steps = [step(2, 4), step(4, 9)];
    expect(plan({ ...lane, pending: steps }, CAN)).toMatchObject({ kind: 'steps', steps: [{ seq: 2 }] });
    for (const lookup of ['dossier', 'none'] as const)
      expect(plan({ ...lane, pending: steps }, { ...CAN, lookup })).toEqual({ kind: 'reassert' });
    expect(plan({ ...lane, pending: steps.slice(1) }, CAN)).toEqual({ kind: 'reassert' });
    expect(plan({ ...lane, pending: [] }, CAN)).toEqual({ kind: 'reassert' });
  });

  it('asks whether a lost create arrived before it creates again', () => {
    const lane = { ...LANE, present: false, pending: [version(1, 2, { sent: 1 })] };
    expect(plan(lane, CAN)).toEqual({ kind: 'lookup', reason: 'adopt' });
    expect(plan({ ...lane, cause: ABSENT }, CAN)).toMatchObject({ kind: 'create' });
    expect(plan({ ...lane, cause: `${ABSENT}|session 5` }, CAN)).toMatchObject({ kind: 'create' });
    expect(plan(lane, { ...CAN, lookup: 'none' })).toMatchObject({ kind: 'create' });
  });

  it('skips a version only for a later one of the same status with nothing between', () => {
    const pending = [version(1, 2), version(2, 2), step(3, 4), version(4, 4)];
    expect(plan({ ...LANE, pending }, CAN)).toMatchObject({ version: { seq: 2 }, superseded: [1] });
    expect(plan({ ...LANE, pending: [version(1, 2), version(2, 4)] }, CAN)).toMatchObject({
      version: { seq: 1 },
      superseded: [],
    });
    expect(plan({ ...LANE, pending: [version(1, 2), version(2, 4), version(3, 2)] }, CAN)).toMatchObject({ version: { seq: 1 } });
  });

  it('sends consecutive steps together, in order, and what was begun before alone', () => {
    const steps = [step(2, 4), step(3, 4), step(4, 5)];
    expect(plan({ ...LANE, pending: steps }, CAN)).toMatchObject({ kind: 'steps', steps: [{ seq: 2 }, { seq: 3 }, { seq: 4 }] });
    expect(plan({ ...LANE, pending: steps }, { ...CAN, stepsPerCall: 2 })).toMatchObject({ steps: [{ seq: 2 }, { seq: 3 }] });
    expect(plan({ ...LANE, pending: [step(2, 4, { sent: 1 }), step(3, 4)] }, CAN)).toMatchObject({ steps: [{ seq: 2 }] });
  });

  it('looks a step in doubt up before anything else', () => {
    const pending = [step(2, 4, { doubt: true, sent: 1 }), step(3, 9)];
    expect(plan({ ...LANE, pending }, CAN)).toEqual({ kind: 'lookup', reason: 'doubt' });
    expect(plan({ ...LANE, pending }, { ...CAN, lookup: 'dossier' })).toEqual({ kind: 'lookup', reason: 'doubt' });
  });

  it('follows the policy where nothing can be looked up', () => {
    const none = { ...CAN, lookup: 'none' } as const;
    expect(plan({ ...LANE, pending: [step(2, 4, { doubt: true })] }, none)).toMatchObject({
      kind: 'undecidable',
      step: { seq: 2 },
    });
    expect(plan({ ...LANE, pending: [step(2, 9, { doubt: true })] }, none)).toMatchObject({ kind: 'steps', possiblyTwice: true });
    expect(planUndecided(step(2, 8), CAN)).toMatchObject({ kind: 'steps', possiblyTwice: true });
  });

  it('flags what may be there already whenever it goes, and nothing that goes beside it', () => {
    const flagged = [step(2, 4, { possiblyTwice: true }), step(3, 5, { possiblyTwice: true })];
    const pending = [...flagged, step(4, 9)];
    expect(plan({ ...LANE, pending }, CAN)).toEqual({ kind: 'steps', steps: flagged, possiblyTwice: true });
    expect(plan({ ...LANE, pending: pending.slice(2) }, CAN)).toMatchObject({ kind: 'steps', possiblyTwice: false });
  });

  it('settles what was acknowledged in shadow before anything else', () => {
    const lane = { ...LANE, inShadow: true, moved: true, adopt: true, pending: [version(1, 2)] };
    expect(plan(lane, CAN)).toEqual({ kind: 'cut-over' });
    expect(plan({ ...lane, pending: [] }, CAN)).toEqual({ kind: 'cut-over' });
  });

  it('lets no step go to a destination that does not have the dossier and gets no record of it', () => {
    const lane = { ...LANE, present: false, pending: [step(2, 4)] };
    expect(plan(lane, CAN)).toMatchObject({ kind: 'recordless', step: { seq: 2 } });
    expect(plan({ ...lane, pending: [step(2, 4), version(3, 4)] }, CAN)).toMatchObject({ kind: 'create', version: { seq: 3 } });
    expect(plan({ ...lane, adopt: true }, CAN)).toMatchObject({ kind: 'lookup' });
  });

  it('asserts the last record again, but never an older one after one that may be there', () => {
    const lane = { ...LANE, reassert: true, acked: { seq: 1, dossier: {} as Dossier } };
    expect(plan(lane, CAN)).toEqual({ kind: 'reassert' });
    // One that waits says more than the last one; and a refused one before it may be there all the same.
    expect(plan({ ...lane, pending: [version(3, 4)] }, CAN)).toMatchObject({ kind: 'update', version: { seq: 3 } });
    expect(plan({ ...lane, pending: [version(3, 4, { sent: 1 })] }, CAN)).toMatchObject({ kind: 'update', version: { seq: 3 } });
    expect(plan({ ...lane, pending: [step(3, 4), version(4, 4)] }, CAN)).toMatchObject({ kind: 'steps', steps: [{ seq: 3 }] });
    expect(plan({ ...lane, pending: [step(3, 4, { doubt: true })] }, CAN)).toEqual({ kind: 'lookup', reason: 'doubt' });
  });

  it('adopts before it sends, and enters a new epoch before it adopts', () => {
    expect(plan({ ...LANE, adopt: true, pending: [version(1, 2)] }, CAN)).toEqual({ kind: 'lookup', reason: 'adopt' });
    expect(plan({ ...LANE, adopt: true, moved: true, pending: [version(1, 2)] }, CAN)).toEqual({ kind: 'new-epoch' });
    expect(plan({ ...LANE, adopt: true, pending: [version(1, 2)] }, { ...CAN, lookup: 'none' })).toMatchObject({
      kind: 'update',
    });
  });

  it('keeps the order and skips no step, whatever waits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ isStep: fc.boolean(), status: fc.integer({ min: 1, max: 10 }) }), { maxLength: 12 }),
        (drawn) => {
          const items = drawn.map(({ isStep, status }, index) => (isStep ? step : version)(index + 1, status as Status));
          const sent = deliverAll(items);
          expect(sent).toEqual([...sent].sort((a, b) => a - b));
          expect(items.filter(({ kind, seq }) => kind === 'step' && !sent.includes(seq))).toEqual([]);
          const lastVersion = items.findLast(({ kind }) => kind === 'version');
          if (lastVersion !== undefined) expect(sent).toContain(lastVersion.seq);
        },
      ),
    );
  });
});

/** Follows the plan to its end over a portal that accepts everything; the seq that were sent, in order. */
function deliverAll(items: readonly PendingItem[]): number[] {
  const sent: number[] = [];
  let pending = [...items];
  for (;;) {
    const next = plan({ ...LANE, pending }, CAN);
    if (next.kind === 'nothing') return sent;
    const now = next.kind === 'steps' ? next.steps.map(({ seq }) => seq) : 'version' in next ? [next.version.seq] : [];
    const gone = new Set([...now, ...('superseded' in next ? next.superseded : [])]);
    if (gone.size === 0) throw new Error(`no progress: ${next.kind}`);
    sent.push(...now);
    pending = pending.filter(({ seq }) => !gone.has(seq));
  }
}

describe('plan for a lane whose portal may know more', () => {
  const unsure = { id: 1, moment: new Date(1), resendUntil: new Date(2), wasInShadow: false, isLooked: false };
  const old = step(3, 4, { mayBeThere: true });
  const fresh = step(4, 9, { mayBeThere: false });

  it('looks before anything is sent, and again when something new came, but not for nothing', () => {
    const lane = { ...LANE, unsure, pending: [old] };
    expect(plan(lane, CAN)).toEqual({ kind: 'lookup', reason: 'adopt' });
    expect(plan({ ...lane, pending: [version(3, 4)] }, { ...CAN, lookup: 'dossier' })).toEqual({
      kind: 'lookup',
      reason: 'adopt',
    });
    expect(plan({ ...lane, unsure: { ...unsure, isLooked: true } }, CAN)).toMatchObject({ kind: 'steps' });
    expect(plan({ ...lane, pending: [] }, CAN)).toEqual({ kind: 'nothing' });
    expect(plan({ ...lane, pending: [], reassert: true }, CAN)).toEqual({ kind: 'lookup', reason: 'adopt' });
    expect(plan({ ...lane, moved: true }, CAN)).toEqual({ kind: 'new-epoch' });
  });

  it.each(['dossier', 'none'] as const)(
    'flags steps of before where nobody can tell (%s), apart from those that are new',
    (lookup) => {
      const lane = { ...LANE, unsure: { ...unsure, isLooked: true }, pending: [old, fresh] };
      expect(plan(lane, { ...CAN, lookup })).toEqual({ kind: 'steps', steps: [old], possiblyTwice: true });
      expect(plan({ ...lane, pending: [fresh, old] }, { ...CAN, lookup })).toEqual({
        kind: 'steps',
        steps: [fresh],
        possiblyTwice: false,
      });
    },
  );

  it('flags nothing of what a portal that shows its steps did not show', () => {
    const lane = { ...LANE, unsure: { ...unsure, isLooked: true }, pending: [old, fresh] };
    expect(plan(lane, CAN)).toEqual({ kind: 'steps', steps: [old, fresh], possiblyTwice: false });
  });

  it('takes a step for one of before by its own time, unless that lies ahead of when it came', () => {
    const moment = new Date('2026-11-23T10:00:00Z');
    const known = { ...unsure, moment };
    const at = (occurred: string, accepted: string): boolean =>
      mayBeThere({ occurredAt: new Date(occurred), acceptedAt: new Date(accepted) }, known);
    expect(at('2026-11-23T09:00:00Z', '2026-11-23T11:00:00Z')).toBe(true);
    expect(at('2026-11-23T10:30:00Z', '2026-11-23T11:00:00Z')).toBe(false);
    expect(at('2026-11-23T17:00:00Z', '2026-11-23T11:00:00Z')).toBe(true);
    expect(mayBeThere({ occurredAt: new Date(0), acceptedAt: new Date(0) }, undefined)).toBe(false);
  });
});
