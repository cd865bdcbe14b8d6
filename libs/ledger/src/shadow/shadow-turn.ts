import type { CutOver } from '#canonical';

/** An item as it would have gone. */
export interface KeptItem {
  readonly seq: number;
  readonly wire: Readonly<Record<string, unknown>>;
}

/** One turn of a lane in shadow: the call that would have been made; without items, none. */
export interface ShadowTurn {
  readonly service: 'create' | 'update' | 'steps';
  readonly codesVersion: string;
  readonly items: readonly KeptItem[];
}

/**
 * How what was acknowledged in shadow is settled when the destination is live. `toldUntil`: the other system told what was accepted up to
 * then; undefined, or later than the cut-over = up to the cut-over.
 */
export interface CutOverOrder {
  readonly steps: CutOver;
  readonly toldUntil: Date | undefined;
}
