import { sentenceOf, type Text } from '#runtime';
import { WARNING_CODES } from '#sheets';
import { CATALOGUE_CODES } from './catalogue.codes.ts';
import { DIALECT_CODES, FIELD_CODES, LEDGER_CODES } from './content.codes.ts';
import { MANIFEST_CODES } from './manifest.codes.ts';
import { CURSOR_CODES } from './cursor.codes.ts';
import type { Entry, Remark } from './entry.ts';
import { SHEET_CODES } from './sheet.codes.ts';
import { REQUEST_CODES } from './request.codes.ts';

/** Every code with which a request or an item is refused. */
export const PROBLEMS = {
  ...REQUEST_CODES,
  ...CURSOR_CODES,
  ...CATALOGUE_CODES,
  ...MANIFEST_CODES,
  ...SHEET_CODES,
  ...FIELD_CODES,
  ...LEDGER_CODES,
  ...DIALECT_CODES,
} as const satisfies Record<string, Entry>;

export type ProblemCode = keyof typeof PROBLEMS;
export type FieldCode = keyof typeof FIELD_CODES;
export type WarningCode = keyof typeof WARNING_CODES;

/** Every code that may stand in `problems` or `warnings` of an item. */
export const FINDINGS: Readonly<Record<ProblemCode | WarningCode, Remark>> = { ...PROBLEMS, ...WARNING_CODES };

const messages = new Map<string, Text>(Object.entries(FINDINGS).map(([code, remark]) => [code, sentenceOf(remark)]));

/** Whether a code of a finding is one with which a request can be refused. */
export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

/** What is wrong and what to do next, in both languages; an unlisted code is shown as it is rather than failing the answer. */
export function messageOf(code: string): Text {
  return messages.get(code) ?? { vi: code, en: code };
}
