import type { Text } from '#runtime';

/** The command line says something that cannot be meant; told with the way to the help. */
export class WrongUsage extends Error {
  constructor(readonly text: Text) {
    super(`${text.vi} / ${text.en}`);
    this.name = 'WrongUsage';
  }
}
