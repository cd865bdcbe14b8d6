import type { ProblemEntry } from '#runtime';

/** One code of the dictionary. */
export type Entry = ProblemEntry;

/** A remark beside an accepted item. */
export type { Remark } from '#sheets';
