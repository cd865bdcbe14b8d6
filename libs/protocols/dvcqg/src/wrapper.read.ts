import { codeText, isObject } from '#protocols';
import type { Reply } from '#runtime';
import { weigh, type Asked, type Measure, type Reading, type Unpacked } from './answer.read.ts';
import type { WireAnswer } from './dvcqg.wire.ts';
import { OUTCOME_TABLE } from './outcome-table.ts';

const MOST_WRAPPINGS = 4;
const DONE = 'thành công';
/** A "thành công" that is denied earlier in its clause, or that counts nothing. */
const NOT_DONE =
  /(?:không|chưa)[^.,;:!·]{0,80}thành công|thành công:?\s*0(?!\d)|(?<!\d)0(?:\s*\/\s*\d+)?\s*(?:hồ sơ|bước|bản ghi)?\s*thành công/g;
/** Beside what the outcome table knows of failures, these words are no success, whatever else is said. */
const FAILURES: readonly string[] = [
  ...['thất bại', 'lỗi', 'từ chối'],
  ...OUTCOME_TABLE.filter(({ codes }) => codes === 'failure').flatMap(({ texts = [] }) => texts),
];
/** Stands for a failure that is told by words alone, where there is no code or the code says success. */
const BY_WORDS = 'words';

/**
 * Reads a reply of the wrapper: an envelope whose message is the portal's own envelope as text, or a mere text. Success is told by
 * words (source: protocols §1.4), and only by words that nothing speaks against; what cannot be read to its end is unknown.
 */
export function readWrapped(asked: Asked, reply: Reply): Reading {
  return weigh(asked, reply, { ...unpack(reply.body.replace(/^\uFEFF/, '').trim(), MOST_WRAPPINGS), measure: byWords });
}

/** Takes off one wrapping after the other. */
function unpack(text: string, left: number): Unpacked {
  if (text === '' || text.startsWith('<') || left === 0) return { envelope: undefined };
  if (!/^[[{"]/.test(text)) return { envelope: { message: text } };
  const value = parse(text);
  if (typeof value === 'string') return unpack(value.trim(), left - 1);
  if (!isObject(value)) return { envelope: undefined };
  const { message } = value as WireAnswer;
  if (isObject(message)) return combine(value, { envelope: message });
  if (typeof message !== 'string' || !/^\s*[[{"]/.test(message)) return { envelope: value };
  return combine(value, unpack(message.trim(), left - 1));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * What is inside is the portal's own word. The wrapper's code may tell no more than that it could ask; but if that one speaks of
 * a failure, a success inside is somebody else's, or of another call.
 */
function combine(outer: WireAnswer, { envelope: inner, flaw }: Unpacked): Unpacked {
  if (inner === undefined || flaw !== undefined) return { envelope: inner, ...(flaw && { flaw }) };
  const [outside, inside] = [codeText(outer.error_code), codeText(inner.error_code)];
  const envelope = { session: outer.session, ...inner, error_code: inside === undefined ? outer.error_code : inner.error_code };
  const denied = inside === '0' && outside !== undefined && outside !== '0';
  return denied ? { envelope, flaw: 'contradictory' } : { envelope };
}

const byWords: Measure = ({ service, code, text }) => {
  const speaksOfSuccess = text.replace(NOT_DONE, ' ').includes(DONE);
  const speaksOfFailure = FAILURES.some((words) => text.includes(words)) || new RegExp(NOT_DONE).test(text);
  // The known client looks for these words first, whatever the code, and goes on with an update, which does no harm.
  if (service === 'create' && text.includes('đã tồn tại')) return { code: code === '0' ? BY_WORDS : (code ?? BY_WORDS) };
  const isFailure = code !== undefined && code !== '0';
  if (speaksOfSuccess && (speaksOfFailure || isFailure)) return { code: code ?? BY_WORDS, flaw: 'contradictory' };
  if (isFailure) return { code };
  return { code: speaksOfSuccess ? '0' : BY_WORDS };
};
