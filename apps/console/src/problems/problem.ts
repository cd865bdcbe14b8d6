import { renderProblem, sentenceOf, type Asker, type RenderedProblem } from '#runtime';
import { PROBLEMS, type ProblemCode } from './dictionary.ts';
import type { Refused } from './refused.ts';

/** A refusal as `application/problem+json` (RFC 9457). */
export function problem(
  asker: Asker,
  code: ProblemCode,
  { findings = [], headers = {}, members = {} }: Refused['details'] = {},
): RenderedProblem {
  const shown = findings.map((finding) => ({ ...finding, message: sentenceOf(PROBLEMS[finding.code]) }));
  return renderProblem(asker, { code, entry: PROBLEMS[code] }, { findings: shown, headers, members });
}
