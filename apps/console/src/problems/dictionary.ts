import type { ProblemEntry } from '#runtime';
import { CODE_CODES } from './code.codes.ts';
import { CATALOGUE_CODES } from './catalogue.codes.ts';
import { DESTINATION_CODES } from './destination.codes.ts';
import { INSIGHT_CODES } from './insight.codes.ts';
import { RECONCILE_CODES } from './reconcile.codes.ts';
import { REPLAY_CODES } from './replay.codes.ts';
import { REQUEST_CODES } from './request.codes.ts';
import { SCORE_CODES } from './score.codes.ts';
import { SESSION_CODES } from './session.codes.ts';
import { SHEET_CODES } from './sheet.codes.ts';
import { UNIT_CODES } from './unit.codes.ts';

/** Every code with which a request is refused. */
export const PROBLEMS = {
  ...REQUEST_CODES,
  ...SESSION_CODES,
  ...DESTINATION_CODES,
  ...INSIGHT_CODES,
  ...CODE_CODES,
  ...REPLAY_CODES,
  ...RECONCILE_CODES,
  ...SHEET_CODES,
  ...SCORE_CODES,
  ...UNIT_CODES,
  ...CATALOGUE_CODES,
} as const satisfies Record<string, ProblemEntry>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Whether a text is one of our codes. */
export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}
