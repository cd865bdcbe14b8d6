import type { ProblemEntry } from '#runtime';

/** What is said and what to do next, where nothing is refused for it. */
export type Remark = Omit<ProblemEntry, 'status' | 'title'>;
