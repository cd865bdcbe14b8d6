/** The members of a call. The portal's own clients do not agree on the case of their names, so that any will do; the exact one goes first. */
export class Parameters {
  constructor(private readonly members: Readonly<Record<string, unknown>>) {}

  /** The value of a parameter; undefined when it is absent or null. */
  get(name: string): unknown {
    if (Object.hasOwn(this.members, name)) return this.members[name] ?? undefined;
    const alike = Object.keys(this.members).find((given) => given.toLowerCase() === name.toLowerCase());
    return alike === undefined ? undefined : (this.members[alike] ?? undefined);
  }

  /** A parameter as text, trimmed; a number stands for its digits. Empty when it is absent or something else. */
  text(name: string): string {
    const value = this.get(name);
    return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  }
}

/** `isUpdating` in any of the ways in which it is written; absent is false, undefined is none of them. Source: protocols §1.3, §1.12. */
export function readUpdating(value: unknown): boolean | undefined {
  if (value === undefined) return false;
  const said = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '?';
  const word = said.trim().toLowerCase();
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' || word === '' ? false : undefined;
}
