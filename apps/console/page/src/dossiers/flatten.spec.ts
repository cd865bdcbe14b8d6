import { describe, expect, it } from '@jest/globals';
import { flatten } from './flatten.ts';

describe('the leaves of what is revealed', () => {
  it('come with the way to each, and without what is empty', () => {
    const revealed = {
      applicant: { name: 'A', phone: null, born: 1990 },
      steps: [{ officer: 'B' }, { officer: '' }],
      open: false,
    };
    expect(flatten(revealed)).toEqual([
      { path: ['applicant', 'name'], value: 'A' },
      { path: ['applicant', 'born'], value: '1990' },
      { path: ['steps', '1', 'officer'], value: 'B' },
      { path: ['open'], value: 'false' },
    ]);
  });

  it('are none of nothing', () => {
    expect(flatten({})).toEqual([]);
  });
});
