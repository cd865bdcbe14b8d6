import type { Text } from '#runtime';

/** Something that a person has to mend; said in both languages, without a stack, with lines of a log where they tell more. */
export class Trouble extends Error {
  constructor(
    readonly text: Text,
    readonly lines: readonly string[] = [],
  ) {
    super(`${text.vi} / ${text.en}`);
    this.name = 'Trouble';
  }
}
