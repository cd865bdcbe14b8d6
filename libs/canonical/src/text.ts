/**
 * Characters that leave nothing on paper or screen: zero-width spaces and joiners, direction marks, soft hyphens, fillers of Hangul,
 * variation selectors, the empty pattern of Braille. Two texts that differ by them alone look the same to everybody.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/gu;

/** A text in its one written form: NFC, without invisible characters, trimmed. */
export function canonicalText(text: string): string {
  return text.normalize('NFC').replace(INVISIBLE, '').trim();
}

/** Whether a text says nothing that anybody could read. */
export function isBlank(text: string): boolean {
  return canonicalText(text) === '';
}
