/** What a value of a control request has to be, and how that is told. */
export interface Rule {
  readonly ok: (value: unknown) => boolean;
  readonly right: string;
}

/** A fault of a control request: the field and what would be right. */
export interface Problem {
  readonly field: string;
  readonly message: string;
}
