import type { LegalDay } from '#canonical';

/** A rule: dossiers of that procedure or field, received in that half-open time, go to one successor. Absent = any. */
export interface HandOverRule {
  readonly procedure?: string;
  readonly fieldCode?: string;
  readonly receivedFrom?: LegalDay;
  readonly receivedTo?: LegalDay;
  /** The code of the successor. */
  readonly newCode: string;
}

/** Which dossiers go where: by a list in CSV, or by rules of which the first that fits counts; a rule without conditions takes the rest. */
export interface HandOverOrder {
  readonly unitId: number;
  readonly csv?: string;
  readonly rules?: readonly HandOverRule[];
}

/** A row of a list. */
export interface HandOverRow {
  readonly line: number;
  readonly dossierCode: string;
  readonly newCode: string;
}

/** How far a hand-over is. `toHand`: per code of a successor, what would go there when it was looked at; `undecided`: open dossiers that it leaves. */
export interface HandOverCounts {
  readonly toHand: Readonly<Record<string, number>>;
  readonly undecided: number;
  readonly handed: number;
  readonly looked: number;
}

export const HAND_OVER_STATES = ['ready', 'running', 'done', 'cancelled'] as const;
export type HandOverState = (typeof HAND_OVER_STATES)[number];

/** A hand-over of the open dossiers of a divided unit. */
export interface HandOver {
  readonly id: string;
  readonly state: HandOverState;
  readonly unitId: number;
  readonly unitName: string;
  readonly way: 'list' | 'rules';
  readonly counts: HandOverCounts;
  readonly reason: string;
  readonly by: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** What is kept of an order: ids of the divided unit with all that it had taken over whole, and of each successor by its code. */
export interface HandOverTask {
  readonly units: readonly number[];
  readonly heirs: Readonly<Record<string, number>>;
  readonly rows?: readonly HandOverRow[];
  readonly rules?: readonly HandOverRule[];
}
