import type { LegalDay } from '#canonical';
import type { RowFault } from '#runtime';

/** What may become of a unit. */
export const MERGER_KINDS = ['merge', 'split', 'rename', 'move'] as const;
export type MergerKind = (typeof MERGER_KINDS)[number];

/** A row of a resolution: a unit of before, by its administrative code, and what all or a part of it becomes. */
export interface MergerEntry {
  readonly line: number;
  readonly kind: MergerKind;
  readonly oldCode: string;
  readonly newCode: string;
  readonly newName: string;
  readonly newType: string;
  /** The agency identifier of the new unit; null = the stand-in, in the manner of its predecessors. */
  readonly identifier: string | null;
}

/** A resolution as it is loaded: its number, the day from which it holds, and its rows in CSV. */
export interface MergerOrder {
  readonly resolution: string;
  readonly on: LegalDay;
  readonly csv: string;
}

/** A unit of before, as it is known: half-open days, null = not known. */
export interface OldUnit {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly type: string;
  readonly from: LegalDay | null;
  readonly to: LegalDay | null;
}

/** Drafts become recorded; a recorded one whose day has not come may be withdrawn, as may a draft. */
export const MERGER_STATES = ['draft', 'previewed', 'recorded', 'in-force', 'withdrawn'] as const;
export type MergerState = (typeof MERGER_STATES)[number];

/** A merger as it is listed. */
export interface MergerHead {
  readonly id: string;
  readonly state: MergerState;
  readonly resolution: string;
  readonly on: LegalDay;
  readonly rows: number;
  readonly reason: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly recordedBy: string | null;
  readonly recordedAt: Date | null;
  readonly withdrawnBy: string | null;
  readonly withdrawnAt: Date | null;
  readonly withdrawnWhy: string | null;
}

/** With its rows. */
export interface Merger extends MergerHead {
  readonly entries: readonly MergerEntry[];
}

/** Why a merger, a list of identifiers or a hand-over is not taken. */
export const UNIT_REFUSALS = [
  ...(['merger.unknown', 'merger.csv-invalid', 'merger.not-previewed', 'merger.changed', 'merger.wrong-state'] as const),
  ...(['merger.in-force', 'merger.in-use', 'unit.unknown', 'alias.csv-invalid'] as const),
  ...(['hand-over.unknown', 'hand-over.csv-invalid', 'hand-over.unit-not-divided', 'hand-over.rule-invalid'] as const),
  ...(['hand-over.wrong-state'] as const),
] as const;
export type UnitRefusal = (typeof UNIT_REFUSALS)[number];

/** An act on units that cannot be done. `faults`: line by line; `more`: what else is to be known. */
export class UnitRefused extends Error {
  constructor(
    readonly code: UnitRefusal,
    readonly faults: readonly RowFault[] = [],
    readonly more: Readonly<Record<string, unknown>> = {},
  ) {
    super(code);
    this.name = 'UnitRefused';
  }
}
