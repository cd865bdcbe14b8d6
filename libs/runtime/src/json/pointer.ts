const LONGEST_NAME = 100;

/** One step of a JSON pointer (RFC 6901); a name that a caller made up is cut, so that an answer stays small. */
export function pointerTo(name: string): string {
  return `/${name.slice(0, LONGEST_NAME).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
