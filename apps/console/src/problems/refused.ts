import type { ProblemCode } from './dictionary.ts';

/** A field that is wrong, by its JSON pointer. */
export interface Finding {
  readonly field: string;
  readonly code: ProblemCode;
}

/** What is asked for cannot be done; answered as a problem with this code. */
export class Refused extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly details: {
      readonly findings?: readonly Finding[];
      readonly headers?: Readonly<Record<string, string>>;
      readonly members?: Readonly<Record<string, unknown>>;
    } = {},
  ) {
    super(code);
    this.name = 'Refused';
  }
}
