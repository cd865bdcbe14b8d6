/** `converge`: what the destination lacks is sent · `reassert`: the last record goes once more as well. */
export const REPLAY_MODES = ['converge', 'reassert'] as const;
export type ReplayMode = (typeof REPLAY_MODES)[number];

/**
 * What reconciliation asks besides. `renew`: the destination said itself that it does not have the dossier · `verify`: to be compared, and
 * nothing more; never without being dry, so that a process that does not know it sends nothing.
 */
export type AskedMode = ReplayMode | 'renew' | 'verify';

/** What a job asks of a lane: to be compared with its destination, and what that lacks to be sent, or only told. */
export interface Asked {
  readonly job: string;
  readonly mode: AskedMode;
  /** Nothing may be sent on its account: what would be is to be told. */
  readonly isDry: boolean;
}

/** What is asked, as the column has it. */
export type AskedColumn = ReplayMode | 'renew' | `forecast-${ReplayMode | 'verify'}`;

const DRY = 'forecast-';

export function askedColumn(mode: ReplayMode, isDry: boolean): AskedColumn {
  return isDry ? `${DRY}${mode}` : mode;
}

export function toAsked(job: string | null, column: AskedColumn | null): Asked | undefined {
  if (job === null || column === null) return undefined;
  const isDry = column.startsWith(DRY);
  return { job, isDry, mode: (isDry ? column.slice(DRY.length) : column) as AskedMode };
}
