import type { Text } from '#runtime';

/** One code of the dictionary: what is wrong, and what the caller does next. Texts are fixed: no value of a caller ever enters them. */
export interface Entry {
  /** HTTP status when a request is answered with this code. */
  readonly status: number;
  readonly title: Text;
  readonly message: Text;
  readonly next: Text;
}

/** A remark beside an accepted item. */
export type Remark = Omit<Entry, 'status' | 'title'>;
