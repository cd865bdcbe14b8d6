import type { Text } from '../text.ts';
import type { TraceContext } from '../trace-context.ts';
import type { Language } from './language.ts';

/** A code with which a request is refused: what is wrong, and what the caller does next. Texts are fixed: no value of a caller ever enters them. */
export interface ProblemEntry {
  /** HTTP status when a request is answered with this code. */
  readonly status: number;
  readonly title: Text;
  readonly message: Text;
  readonly next: Text;
}

/** Who asked: what every answer needs to know of its request. */
export interface Asker {
  readonly requestId: string;
  readonly language: Language;
  /** The span of the request; absent where nobody looked for one. */
  readonly trace?: TraceContext | undefined;
}

/** A refusal as it goes out. */
export interface RenderedProblem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly code: string;
}

/** What a refusal says beside its code. */
export interface ProblemDetails {
  /** Everything that is wrong with the content, by the field. */
  readonly findings?: readonly unknown[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Members by which a program goes on. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** A refusal as `application/problem+json` (RFC 9457), in the language of who asked. */
export function renderProblem(
  asker: Asker,
  { code, entry }: { readonly code: string; readonly entry: ProblemEntry },
  { findings = [], headers = {}, members = {} }: ProblemDetails = {},
): RenderedProblem {
  const { status, title } = entry;
  const body = JSON.stringify({
    type: `urn:problem-type:gateway:${code}`,
    title: title[asker.language],
    status,
    code,
    detail: sentenceOf(entry)[asker.language],
    instance: `urn:uuid:${asker.requestId}`,
    problems: findings,
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

/** What is wrong and what to do next, in both languages. */
export function sentenceOf({ message, next }: Pick<ProblemEntry, 'message' | 'next'>): Text {
  return { vi: `${message.vi} ${next.vi}`, en: `${message.en} ${next.en}` };
}
