import type { Reading } from './answer.read.ts';

/** Readings that are an answer to us, whatever it says of the question. */
const ANSWERS = ['national.not-offered', 'national.unexplained', 'national.unasked'];

/**
 * What the answer to a probe comes to. A probe asks nothing that matters: whatever was answered but a refusal of our session or
 * rights, or a wish to be left alone for a while, is an answer.
 */
export function readProbe<R extends Reading>(reading: R): R {
  const { verdict, cause } = reading;
  const isAnswer = ['exists', 'not-found', 'refused'].includes(verdict) || (verdict === 'unknown' && ANSWERS.includes(cause));
  return isAnswer ? { ...reading, verdict: 'delivered', cause: 'national.answered' } : reading;
}
