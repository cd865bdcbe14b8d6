import { widthOf } from './width.ts';

/** Breaks a text at its blanks so that no line is wider than that many columns. A word that is wider by itself stays whole: it may be an address. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** Cuts a text to that many columns. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let shorter = '';
  for (const sign of text) {
    if (widthOf(shorter + sign) > width - 1) break;
    shorter += sign;
  }
  return `${shorter}…`;
}
