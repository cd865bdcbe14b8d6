import type { Finding } from '#ledger';
import { renderProblem, type Asker, type Text } from '#runtime';
import type { Answer } from '../http/answer.ts';
import { isProblemCode, messageOf, PROBLEMS, type ProblemCode } from './dictionary.ts';

/** A finding as a caller sees it. */
export interface ShownFinding {
  readonly field: string;
  readonly code: string;
  readonly message: Text;
  readonly allowed?: readonly string[];
}

/** A refusal as `application/problem+json` (RFC 9457). */
export function problem(
  asker: Asker,
  code: ProblemCode,
  findings: readonly Finding[] = [],
  headers: Answer['headers'] = {},
): Answer {
  return problemWith(asker, code, { findings, headers });
}

/** The same with members of its own, by which a program goes on. */
export function problemWith(
  asker: Asker,
  code: ProblemCode,
  more: {
    readonly findings?: readonly Finding[];
    readonly headers?: Answer['headers'];
    readonly members?: Readonly<Record<string, unknown>>;
  },
): Answer {
  const { findings = [], ...rest } = more;
  return renderProblem(asker, { code, entry: PROBLEMS[code] }, { findings: findings.map(showFinding), ...rest });
}

/** The refusal of one item: its one code when all findings share it, else `content.invalid` with every finding. */
export function refusal(asker: Asker, findings: readonly Finding[]): Answer {
  const codes = new Set(findings.map(({ code }) => code));
  const [only] = codes;
  const code = codes.size === 1 && only !== undefined && isProblemCode(only) ? only : 'content.invalid';
  return problem(asker, code, findings);
}

/** A finding with its message in both languages. */
export function showFinding({ field, code, allowed }: Finding): ShownFinding {
  return { field, code, message: messageOf(code), ...(allowed && { allowed }) };
}
