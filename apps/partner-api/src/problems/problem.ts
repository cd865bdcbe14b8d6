import type { Finding } from '#ledger';
import type { Text } from '#runtime';
import type { Answer } from '../http/answer.ts';
import { isProblemCode, messageOf, PROBLEMS, type ProblemCode } from './dictionary.ts';
import type { Language } from './language.ts';

/** A finding as a caller sees it. */
export interface ShownFinding {
  readonly field: string;
  readonly code: string;
  readonly message: Text;
  readonly allowed?: readonly string[];
}

/** Who asked: what every answer needs to know of its request. */
export interface Asker {
  readonly requestId: string;
  readonly language: Language;
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
  const { status, title } = PROBLEMS[code];
  const { findings = [], headers = {}, members = {} } = more;
  const body = JSON.stringify({
    type: `urn:problem-type:gateway:${code}`,
    title: title[asker.language],
    status,
    code,
    detail: messageOf(code)[asker.language],
    instance: `urn:uuid:${asker.requestId}`,
    problems: findings.map(showFinding),
    ...members,
  });
  const described = {
    'content-type': 'application/problem+json',
    'content-language': asker.language,
    vary: 'accept-language',
    'x-request-id': asker.requestId,
  };
  return { status, headers: { ...described, ...headers }, body, code };
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
