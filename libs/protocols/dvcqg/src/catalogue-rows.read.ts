import { codeText, foldText, isObject, type Flaw, judge, type Reading as CommonReading } from '#protocols';
import { retryAfterMs, type Reply } from '#runtime';
import { OUTCOME_TABLE } from './outcome-table.ts';

/** What a reply of a catalogue service means; `rows` only where it is a success with a list. */
export interface RowsReading extends CommonReading {
  readonly rows: readonly unknown[] | undefined;
}

const MOST_WRAPPINGS = 4;
/** A record of a procedure has seven levels; what is nested without end can neither be walked nor stored. */
const MOST_LEVELS = 64;

/**
 * Reads the reply of a `Lay…` service: `result` is the list. The envelope may lie as text in the `message` of another one, the code be a
 * number or text, and HTML stand in place of all of it. A single object counts as a list of one, an absent list as one of none.
 */
export function readRows(reply: Reply): RowsReading {
  const envelope = unpack(reply.body, MOST_WRAPPINGS);
  const code = codeText(envelope?.['error_code']);
  const rows = envelope === undefined ? undefined : rowsOf(envelope['result']);
  const message = envelope?.['message'];
  const text = typeof message === 'string' ? foldText(message) : '';
  const flaw = flawOf({ envelope, code, rows });
  const facts = { service: 'list', http: reply.http, flaw, code, succeeded: code === '0', text } as const;
  const { verdict, cause, withoutEffect = false } = judge(OUTCOME_TABLE, facts);
  return {
    ...{ verdict, cause, withoutEffect, code },
    retryAfterMs: verdict === 'deferred' ? retryAfterMs(reply) : undefined,
    rows: verdict === 'delivered' ? rows : undefined,
  };
}

function flawOf({
  envelope,
  code,
  rows,
}: {
  readonly envelope: Record<string, unknown> | undefined;
  readonly code: string | undefined;
  readonly rows: readonly unknown[] | undefined;
}): Flaw | undefined {
  if (envelope === undefined || code === undefined) return 'unreadable';
  // A session in it is the answer to a login: of some other call.
  if (typeof envelope['session'] === 'string' && envelope['session'] !== '') return 'stale';
  return code === '0' && rows === undefined ? 'incomplete' : undefined;
}

function rowsOf(result: unknown): readonly unknown[] | undefined {
  if (Array.isArray(result)) return result as readonly unknown[];
  if (result === undefined || result === null || result === '') return [];
  return isObject(result) ? [result] : undefined;
}

/** Takes off what the envelope is wrapped in: the list lies in the innermost one. */
function unpack(text: string, left: number): Record<string, unknown> | undefined {
  const value = left === 0 ? undefined : parse(text);
  if (typeof value === 'string') return unpack(value, left - 1);
  if (!isObject(value)) return undefined;
  const { message } = value;
  if (value['result'] !== undefined) return value;
  if (isObject(message)) return message;
  return typeof message === 'string' && /^\s*\{/.test(message) ? (unpack(message, left - 1) ?? value) : value;
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isWithin(value, MOST_LEVELS) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((member) => isWithin(member, levels - 1));
}
