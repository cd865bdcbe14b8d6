/** Whether a value is an object with members. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON object that a body holds, whatever mark stands before it; undefined for everything else. */
export function readObject(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.replace(/^\uFEFF/, ''));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A partner's code as text: 0, "0" and "00" are the same; what is no integer stays as it is. */
export function codeText(code: unknown): string | undefined {
  if (typeof code !== 'number' && typeof code !== 'string') return undefined;
  // A text column takes no U+0000, and a code has no use for the like.
  const text = String(code)
    .replace(/\p{Cc}/gu, '')
    .trim();
  if (text === '') return undefined;
  return /^[+-]?\d+$/.test(text) ? String(Number(text) + 0) : text.slice(0, 100);
}
