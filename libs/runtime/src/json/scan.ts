const MAX_DEPTH = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/** The shortest number that is beyond a double is `1e309`. */
const SHORTEST_INFINITY = 5;

/**
 * Whether a text holds what `JSON.parse` lets pass: a name twice in one object (the last would silently win, and another
 * reader may take the first), more than 32 levels, a number that becomes infinite. Syntax is left to `JSON.parse`, so only
 * strings and brackets need to be told apart, which costs a fraction of a full parser. Runs before it: millions of brackets
 * are refused at the 33rd. For a text that is no JSON the answer means nothing, but comes in linear time all the same.
 * @throws SyntaxError when a name holds a wrong escape
 */
export function hasFaultBeyondSyntax(text: string): boolean {
  const levels: Set<string>[] = [];
  let numbersFrom = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text[at]) {
      case '{':
      case '[':
        if (levels.push(new Set()) > MAX_DEPTH) return true;
        break;
      case '}':
      case ']':
        levels.pop();
        break;
      case '"': {
        if (holdsInfinity(text.slice(numbersFrom, at))) return true;
        const end = endOfString(text, at);
        if (isName(text, end) && isRepeated(levels.at(-1), nameAt(text, at, end))) return true;
        at = end;
        numbersFrom = end + 1;
        break;
      }
    }
  }
  return holdsInfinity(text.slice(numbersFrom));
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (let code = text.charCodeAt(at); at < text.length && code !== QUOTE; code = text.charCodeAt(at))
    at += code === BACKSLASH ? 2 : 1;
  return at;
}

function isName(text: string, end: number): boolean {
  let at = end + 1;
  while (text.charCodeAt(at) <= 0x20) at += 1;
  return text.charCodeAt(at) === COLON;
}

function nameAt(text: string, start: number, end: number): string {
  const written = text.slice(start + 1, end);
  return written.includes('\\') ? (JSON.parse(`"${written}"`) as string) : written;
}

function isRepeated(names: Set<string> | undefined, name: string): boolean {
  if (names === undefined || names.has(name)) return true;
  names.add(name);
  return false;
}

function holdsInfinity(between: string): boolean {
  if (between.length < SHORTEST_INFINITY) return false;
  return (between.match(/[-\d][-+.\deE]*/g) ?? []).some((number) => !Number.isFinite(Number(number)));
}
