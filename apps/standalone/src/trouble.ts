import type { Text } from '#runtime';

/** Something that a person has to mend before the gateway can start; said in both languages, without a stack. */
export class Trouble extends Error {
  constructor(readonly text: Text) {
    super(`${text.vi} / ${text.en}`);
    this.name = 'Trouble';
  }
}
