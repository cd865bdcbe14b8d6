import { describe, expect, it } from '@jest/globals';
import { contentHash, type Dossier, type Instant, type Status } from '#canonical';
import { closingStep, remarkClosingStep } from './closing-step.ts';
import type { DossierMemory } from './memory.ts';

const NOW = '2026-11-24T08:00:00.000Z' as Instant;
const FINISHED = '2026-11-23T08:00:00.000Z' as Instant;
const CODE = 'H56.14797-261123-0001';

const dossier = (status: Status, more: Partial<Dossier> = {}): Dossier =>
  ({ dossierCode: CODE, status, agencyName: 'UBND phường Hạc Thành', ...more }) as Dossier;

function memory(status: Status, hashes: string[] = []): DossierMemory {
  return { code: CODE, head: { status }, steps: hashes.map((hash) => ({ hash })) } as DossierMemory;
}

describe('a closing step', () => {
  it('is made by the agency, at the time that the dossier says, else now', () => {
    expect(closingStep(dossier(9, { finishedAt: FINISHED }), memory(4), NOW)).toEqual({
      ...{ dossierCode: CODE, status: 9, occurredAt: FINISHED, officer: 'UBND phường Hạc Thành' },
      content: 'Hồ sơ đã xử lý xong',
    });
    expect(closingStep(dossier(10, { returnedAt: FINISHED }), memory(9), NOW)).toMatchObject({ occurredAt: FINISHED });
    expect(closingStep(dossier(10, { finishedAt: FINISHED }), memory(9), NOW)).toMatchObject({ occurredAt: NOW });
  });

  it('is made for a change to 9 or 10 alone', () => {
    const made = ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const).filter(
      (to) => closingStep(dossier(to), memory(4), NOW) !== undefined,
    );
    expect(made).toEqual([9, 10]);
    expect(closingStep(dossier(9), memory(9), NOW)).toBeUndefined();
  });

  it('is not made twice', () => {
    const closed = dossier(9, { finishedAt: FINISHED });
    const made = closingStep(closed, memory(4), NOW);
    expect(closingStep(closed, memory(4, [contentHash(made as NonNullable<typeof made>)]), NOW)).toBeUndefined();
  });

  it('is remarked in the place of its lack', () => {
    expect(
      remarkClosingStep([
        { field: '/status', code: 'status-without-step' },
        { field: '/fees', code: 'would-blank' },
      ]),
    ).toEqual([
      { field: '/status', code: 'closing-step-made' },
      { field: '/fees', code: 'would-blank' },
    ]);
  });
});
