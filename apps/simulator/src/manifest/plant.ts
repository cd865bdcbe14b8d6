import type { Row } from './row.ts';

/** Ways in which a manifest can be made to differ from what its system was told. */
export const PLANTS = ['missing', 'extra', 'field', 'step-missing', 'step-twice', 'step-disordered'] as const;

/** A difference to plant in one dossier; `extra`: a dossier of that code that nobody sent. */
export interface Plant {
  readonly kind: (typeof PLANTS)[number];
  readonly code: string;
}

const DAY_S = 86_400;

/** The rows with the differences planted. */
export function planted(rows: readonly Row[], plants: readonly Plant[]): Row[] {
  const byCode = new Map(plants.map((plant) => [plant.code, plant.kind]));
  const kept = rows.flatMap((row) => {
    const kind = byCode.get(row.code);
    return kind === undefined ? [row] : changed(row, kind);
  });
  const [pattern] = rows;
  const extra = plants.flatMap(({ kind, code }) => (kind === 'extra' && pattern !== undefined ? [{ ...pattern, code }] : []));
  return [...kept, ...extra];
}

function changed(row: Row, kind: Plant['kind']): Row[] {
  const { steps, dueAt } = row;
  const [first, second] = steps;
  switch (kind) {
    case 'missing':
      return [];
    case 'field':
      return [{ ...row, dueAt: dueAt === undefined ? (row.receivedAt ?? 0) + DAY_S : dueAt + DAY_S }];
    case 'step-missing':
      return [{ ...row, steps: steps.slice(0, -1) }];
    case 'step-twice':
      return [{ ...row, steps: [...steps, ...steps.slice(-1)] }];
    case 'step-disordered':
      if (first === undefined || second === undefined) return [row];
      return [{ ...row, steps: [{ ...first, at: second.at }, { ...second, at: first.at }, ...steps.slice(2)] }];
    case 'extra':
      return [row];
  }
}
