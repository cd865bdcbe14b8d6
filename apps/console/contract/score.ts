import type { LaneState, Text } from './answers.ts';

/** A figure of one side; `value` null = N/A, and `reason` says why. */
export interface ScoreSide {
  readonly value: number | null;
  readonly reason: 'nothing-counted' | 'not-known' | null;
  readonly share: number | null;
  readonly points: number | null;
  readonly numerator: number;
  readonly denominator: number;
  readonly unknown: number;
}

export interface ScoreCell {
  readonly number: string;
  /** By what was done, and by what the national portal counts. */
  readonly did: ScoreSide;
  readonly counted: ScoreSide;
  readonly lost: number;
}

export interface ScoreFigure {
  readonly number: string;
  readonly name: Text;
  readonly threshold: number | null;
  readonly points: number | null;
  readonly limits: Text | null;
}

export interface ScoreUnit {
  readonly unit: { readonly code: string; readonly name: string };
  readonly figures: readonly ScoreCell[];
}

/** What a period came to, as it was computed last. */
export interface Score {
  readonly period: string;
  readonly endsAt: string;
  readonly daysLeft: number;
  readonly computedAt: string;
  readonly isOrdered: boolean;
  readonly dossiers: number;
  readonly unfilled: number;
  readonly rules: {
    readonly version: string;
    readonly validFrom: string;
    readonly source: Text;
    readonly sourceDate: string;
    readonly confirmed: boolean;
    readonly figures: readonly ScoreFigure[];
  };
  readonly province: readonly ScoreCell[];
  readonly units: readonly ScoreUnit[];
}

export interface ScorePeriods {
  readonly items: readonly { readonly period: string; readonly endsAt: string; readonly computedAt: string }[];
}

export interface ScoreOrder {
  readonly period: string;
  readonly isOrdered: boolean;
}

/** A dossier that counts for less than was done. */
export interface ScoreLoss {
  readonly dossierCode: string;
  readonly unit: { readonly code: string; readonly name: string };
  readonly procedure: string;
  readonly figure: string;
  readonly cause: string;
  readonly why: Text;
  readonly laneState: LaneState | null;
  readonly laneWhy: Text | null;
  readonly dueAt: string | null;
}

export interface ScoreLosses {
  readonly items: readonly ScoreLoss[];
  readonly daysLeft: number;
  readonly confirmed: boolean;
  readonly next: string | null;
  readonly hasMore: boolean;
}
