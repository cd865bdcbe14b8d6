import { canonicalText } from '#canonical';

const OFFICER = 50;
const OFFICER_KEPT = 46;

/** A text of at most `limit` UTF-16 units, as receiving systems count; what is cut off is never half a character. "" for none. */
export function cut(text: string | undefined, limit: number): string {
  if (text === undefined) return '';
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}

/** The name of an officer, at most 50 units: a longer one shows by "…" that it was cut. Source: protocols §1.6. */
export function officerName(text: string): string {
  return text.length <= OFFICER ? text : `${cut(text, OFFICER_KEPT)}…`;
}

/** A value of the wire as it is compared with another: in its one written form, numbers as text; "" for everything else. */
export function plain(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? canonicalText(String(value)) : '';
}
