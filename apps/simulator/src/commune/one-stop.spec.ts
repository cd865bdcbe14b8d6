import { describe, expect, it } from '@jest/globals';
import { openOneStop, type LocalDossier } from './one-stop.ts';
import { compactTime } from './times.ts';

/** Which status may follow which, as the life of a real dossier goes. */
const FOLLOWS: Readonly<Record<number, readonly number[]>> = {
  ...{ 0: [1, 2], 1: [2, 3, 5, 7], 2: [4, 5, 6, 7, 8, 9], 3: [10], 4: [4, 5, 6, 7, 8, 9], 5: [2, 4, 7, 8] },
  ...{ 6: [4, 7, 8, 9], 7: [4, 8, 10], 8: [4, 10], 9: [10, 4], 10: [] },
};
const WORKLOAD = { agencyCode: '000.17.22.H56', day: '2026-11-23', dossiers: 1_000, seed: 5 };

function livedOut(workload = WORKLOAD): LocalDossier[] {
  const dossiers = openOneStop(workload);
  for (const dossier of dossiers) while (dossier.advance());
  return dossiers;
}

describe('a simulated one-stop system', () => {
  it('numbers its dossiers as the day goes, each seed in a range of its own', () => {
    const codes = openOneStop(WORKLOAD).map(({ facts }) => facts.code);
    expect([codes[0], codes.at(-1), new Set(codes).size]).toEqual([
      '000.17.22.H56-261123-5001',
      '000.17.22.H56-261123-6000',
      1_000,
    ]);
    expect(openOneStop({ ...WORKLOAD, seed: 8 }).at(-1)?.facts.code).toBe('000.17.22.H56-261123-9000');
    expect(openOneStop({ ...WORKLOAD, seed: 9 })[0]?.facts.code).toBe('000.17.22.H56-261123-0001');
  });

  it('moves a dossier only as a real one moves, forward in time and on its day', () => {
    for (const { steps } of livedOut()) {
      const before = [0, ...steps.map(({ status }) => status)];
      expect(steps.filter(({ status }, at) => !FOLLOWS[before[at] ?? 0]?.includes(status))).toEqual([]);
      const times = steps.map(({ at }) => compactTime(at));
      expect(times).toEqual([...new Set(times)].sort());
      expect(times.every((time) => time.startsWith('20261123'))).toBe(true);
    }
  });

  it('lives every kind of life, and notes what a life leaves behind', () => {
    const dossiers = livedOut({ ...WORKLOAD, dossiers: 9 });
    expect(new Set(dossiers.flatMap(({ steps }) => steps.map(({ status }) => status))).size).toBe(10);
    expect(Math.max(...dossiers.map(({ steps }) => steps.length))).toBeGreaterThan(10);
    for (const { status, steps, refusedAt, receivedAt, finishedAt, returnedAt, supplements } of dossiers) {
      const at = (wanted: number): number | undefined => steps.findLast((step) => step.status === wanted)?.at;
      expect([status, receivedAt, refusedAt, finishedAt, returnedAt]).toEqual([
        steps.at(-1)?.status,
        at(2),
        at(3),
        at(9),
        at(10),
      ]);
      expect(supplements.map(({ askedAt }) => askedAt)).toEqual(at(5) === undefined ? [] : [at(5)]);
      expect(supplements.every(({ resumedAt = 0, askedAt }) => resumedAt > askedAt)).toBe(true);
    }
  });

  it('invents people with every kind of number, and none twice the same way by another seed', () => {
    const numbers = openOneStop(WORKLOAD).map(({ facts }) => facts.applicant.idNumber.length);
    expect(new Set(numbers)).toEqual(new Set([0, 9, 12]));
    expect(openOneStop(WORKLOAD)).toEqual(openOneStop(WORKLOAD));
    const names = (seed: number): string[] => openOneStop({ ...WORKLOAD, seed }).map(({ facts }) => facts.applicant.name);
    expect(names(1)).not.toEqual(names(2));
  });
});
