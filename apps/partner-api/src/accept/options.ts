import type { ProblemCode } from '../problems/dictionary.ts';

const KEY = /^[\x20-\x7e]{1,255}$/;

/** How a submission is meant: by its query and its `Idempotency-Key`. */
export type Options =
  | { readonly kind: 'options'; readonly validateOnly: boolean; readonly key: string | undefined }
  | { readonly kind: 'problem'; readonly code: ProblemCode };

/**
 * Reads the options. An unknown parameter is refused: a misspelt `validateOnly` that was ignored would send a trial to the
 * national portal.
 */
export function readOptions(query: unknown, header: string | readonly string[] | undefined): Options {
  const { validateOnly = 'false', ...others } = (query ?? {}) as Record<string, unknown>;
  if ((validateOnly !== 'true' && validateOnly !== 'false') || Object.keys(others).length > 0)
    return { kind: 'problem', code: 'query.invalid' };
  if (header !== undefined && (typeof header !== 'string' || !KEY.test(header)))
    return { kind: 'problem', code: 'idempotency.key' };
  return { kind: 'options', validateOnly: validateOnly === 'true', key: header };
}
