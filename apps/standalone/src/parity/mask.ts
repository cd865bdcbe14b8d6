import { parseDossierCode } from '#canonical';
import type { ComparedValue } from '#protocols';
import { rawText } from './compare-values.ts';

const LONGEST = 24;
const NAME = /^[A-Za-z][A-Za-z0-9_]{0,40}$/;

/** Nothing, in an example. */
export const NOTHING = '∅';

/**
 * A value as it may be shown: in clear only where it looks as the field's values that are nobody's; anything else by its shape alone, letters
 * as x and X, digits as 0. A value that got into the wrong field is masked there too.
 */
export function show({ shown }: Pick<ComparedValue, 'shown'>, value: unknown): string {
  const text = rawText(value);
  if (text === '') return NOTHING;
  return shown?.test(text.trim()) === true ? text.trim() : mask(text);
}

/** The shape of a text; a longer one ends in its length. */
export function mask(text: string): string {
  const shape = text
    .normalize('NFC')
    .replace(/\p{L}/gu, (letter) => (letter === letter.toLowerCase() ? 'x' : 'X'))
    .replace(/\p{N}/gu, '0')
    .replace(/\s/gu, ' ')
    .replace(/[^Xx0 .,:;/@+-]/gu, '·');
  return shape.length <= LONGEST ? shape : `${shape.slice(0, LONGEST)}… (${shape.length})`;
}

/** A dossier code; what stands in its place and is none may be anything. */
export function showCode(code: string): string {
  return parseDossierCode(code) === undefined ? mask(code) : code;
}

/** The name of a field; undefined where it looks like no name, such as a first row of values. */
export function showName(name: string): string | undefined {
  return NAME.test(name) ? name : undefined;
}
