import { afterEach, describe, expect, it } from '@jest/globals';
import { instantOf, type Step } from '#canonical';
import { finishRestoration } from '#ledger';
import type { DestinationSettings } from '#protocols';
import { eventually } from '../../support/eventually.ts';
import { aDossier, aStep } from '../../support/open-test-ledger.ts';
import { ShadowStage } from './shadow-stage.ts';

const SHADOW = { mode: 'shadow' } as const;
const at = (hour: number): string => `2026-11-24T${String(hour).padStart(2, '0')}:00:00+07:00`;

let stage: ShadowStage;
afterEach(() => stage.close());

async function open(settings: Partial<DestinationSettings> = {}): Promise<void> {
  stage = await ShadowStage.open('261124', settings);
  if (settings.lookup !== undefined) await stage.test.portal.set({ lookup: settings.lookup });
}

/** The memory came back: what was accepted after that time is not in it. */
async function restored(completeUntil: Date, inShadow: readonly string[]): Promise<void> {
  const order = { settlesWithinMs: 0, resendWithinMs: 60_000, restoredOtherwise: true, by: 'test' };
  await finishRestoration(stage.test.t.url, { ...order, since: completeUntil, inShadow });
}

/** The former system tells of a step that is lost to us. */
async function tellUnseen(step: Step): Promise<void> {
  const { writer, ledger } = stage.test.road;
  const written = writer.step({ step, codes: ledger.codes(), now: instantOf(new Date()), receivedUnit: 1 });
  if (written.kind !== 'written') throw new Error('a code is missing');
  const common = { seq: 0, writtenAt: new Date(), codesVersion: '' };
  await stage.tellAsBefore([{ ...common, service: 'steps', wire: written.item }]);
}

async function rows(text: string): Promise<Record<string, unknown>[]> {
  return (await stage.test.db.query<Record<string, unknown>>(text)).rows;
}

const noted = (): Promise<Record<string, unknown>[]> => rows('SELECT in_shadow FROM restoration');

/** A dossier that was received and worked on in shadow before the backup. */
async function writtenInShadow(): Promise<string> {
  await stage.restartAs(SHADOW);
  const code = stage.newCode();
  await stage.send(aDossier(code), aStep(code, 4, at(9)));
  await stage.settled([code]);
  return code;
}

describe('a ledger that came back from a backup, with a destination in shadow', () => {
  it('goes on writing when the restoration is finished, and asks the portal nothing', async () => {
    await open();
    const code = await writtenInShadow();
    await restored(new Date(), ['national']);
    expect(await noted()).toEqual([{ in_shadow: ['national'] }]);
    await stage.send(aStep(code, 5, at(10)));
    await stage.settled([code]);
    expect((await stage.kept(code)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(await rows('SELECT 1 FROM call')).toEqual([]);
    expect(await rows('SELECT 1 FROM resend_request WHERE dossier_id IS NOT NULL')).toEqual([]);
  });

  it('waits for no commune at the cut-over, and tells nothing twice that it sends again afterwards', async () => {
    await open();
    const code = await writtenInShadow();
    await stage.tellAsBefore(await stage.kept(code));
    const lost = aStep(code, 9, at(11));
    await tellUnseen(lost);
    await restored(new Date(), ['national']);
    await stage.restartAs({});
    await stage.settled([code]);
    expect(await stage.told(code)).toBe('r2 s4 r4 s9 r4');
    expect(await rows('SELECT 1 FROM resend_request WHERE dossier_id IS NOT NULL')).toEqual([]);

    await stage.send(lost);
    await stage.settled([code]);
    expect(await stage.told(code)).toBe('r2 s4 r4 s9 r4 r9');
    expect(await stage.view(code)).toMatchObject({ acknowledgedSeq: 5, possiblyTwice: [] });
    expect(await rows('SELECT reconciled FROM lane')).toEqual([{ reconciled: 1 }]);

    const before = await rows(`SELECT 1 FROM call WHERE service = 'lookup'`);
    await stage.send(aStep(code, 10, at(12)));
    await stage.settled([code]);
    expect(await rows(`SELECT 1 FROM call WHERE service = 'lookup'`)).toHaveLength(before.length);
  });

  it('flags after the cut-over, where no steps are shown, what may have been told in the lost time', async () => {
    await open({ lookup: 'none' });
    const code = await writtenInShadow();
    await stage.tellAsBefore(await stage.kept(code));
    await restored(new Date(), ['national']);
    await stage.restartAs({});
    await stage.settled([code]);
    await stage.send(aStep(code, 9, at(11)));
    await stage.settled([code]);
    expect(await stage.view(code)).toMatchObject({ possiblyTwice: [4] });
    expect(await stage.told(code)).toBe('r2 s4 r4 r4 s9 r9');
  });

  it.each([
    ['it went into shadow after that', ['national'], new Date(Date.now() - 3_600_000)],
    ['it is live by the configuration of today', [], undefined],
  ])('takes it for one that may have got something in the lost time where %s', async (_, inShadow, completeUntil) => {
    await open();
    const code = await writtenInShadow();
    await stage.tellAsBefore(await stage.kept(code));
    await tellUnseen(aStep(code, 9, at(11)));
    await restored(completeUntil ?? new Date(), inShadow);
    expect(await noted()).toEqual([{ in_shadow: [] }]);
    await stage.restartAs({});
    await eventually(async () => {
      expect(await rows('SELECT state, cause FROM lane')).toEqual([{ state: 'verifying', cause: 'restored.ahead' }]);
    });
    expect(await rows('SELECT want FROM resend_request WHERE dossier_id IS NOT NULL')).toEqual([{ want: 'steps' }]);
  });
});
