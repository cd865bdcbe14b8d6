const DOT = '•';
const SHOWN_DIGITS = 3;

/** The first letter of each word: `N••••• V•• A`. Undefined stays undefined. */
export function maskName(name: string | undefined): string | undefined {
  return name?.replace(/\S+/gu, (word) => {
    const [first = '', ...rest] = word;
    return first + DOT.repeat(rest.length);
  });
}

/** The last three characters of a number. */
export function maskNumber(number: string | undefined): string | undefined {
  if (number === undefined) return undefined;
  const shown = number.length > SHOWN_DIGITS ? number.slice(-SHOWN_DIGITS) : '';
  return DOT.repeat(number.length - shown.length) + shown;
}

/** That there is a text, and of how many characters: `••• (42)`. */
export function maskText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `${DOT.repeat(3)} (${String(Array.from(text).length)})`;
}
