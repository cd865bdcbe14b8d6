import { CallFailed } from '../api/call.ts';
import type { Language, Texts } from '../texts/dictionaries.ts';

export interface Described {
  readonly title: string;
  /** What is wrong in a sentence, and what to do. */
  readonly next: string;
  /** Each faulty field. */
  readonly problems: readonly string[];
}

/** Words for whatever a request may fail with. The server's own come first; what to do next is always said. */
export function describeFailure(error: unknown, t: Texts, language: Language): Described {
  if (!(error instanceof CallFailed)) return { title: t.failure.broken, next: t.failure.brokenNext, problems: [String(error)] };
  const { problem, kind } = error;
  if (problem === undefined) {
    return {
      title: t.failure[kind === 'unreadable' ? 'unreadable' : 'unreachable'],
      next: t.failure.unreachableNext,
      problems: [],
    };
  }
  return {
    title: problem.title,
    next: [problem.detail, nextAfter(problem.status, t)].filter((sentence) => sentence !== '').join(' '),
    problems: [
      ...(problem.problems ?? []).map(({ field, message }) =>
        field === '' ? message[language] : `${field}: ${message[language]}`,
      ),
      ...(problem.faults ?? []).map(({ line, column = '', reason }) => `${t.units.line(line, column)}: ${reason[language]}`),
    ],
  };
}

function nextAfter(status: number, { failure: { next } }: Texts): string {
  switch (status) {
    case 401:
      return next.unauthenticated;
    case 403:
      return next.forbidden;
    case 404:
      return next.unknown;
    case 409:
      return next.conflict;
    case 429:
      return next.tooMany;
    default:
      return status >= 500 ? next.server : next.invalid;
  }
}
