import { describe, expect, it } from '@jest/globals';
import { CallFailed } from '../api/call.ts';
import { DICTIONARIES } from '../texts/dictionaries.ts';
import { describeFailure } from './describe-failure.ts';

const { vi, en } = DICTIONARIES;
const problem = (status: number) => ({ type: 'x', title: 'T', status, code: 'c', detail: 'D.' });

describe('what is said when a request fails', () => {
  it.each([400, 401, 403, 404, 409, 422, 429, 500, 503])('always says what to do next (%i)', (status) => {
    const { title, next } = describeFailure(new CallFailed('problem', problem(status)), vi, 'vi');
    expect(title).toBe('T');
    expect(next).toMatch(/^D\. Hãy |^D\. Có /);
  });

  it('names the faulty fields in the language of the page', () => {
    const problems = [{ field: '/reason', code: 'field.required', message: { vi: 'Thiếu', en: 'Missing' } }];
    const error = new CallFailed('problem', { ...problem(422), problems });
    expect(describeFailure(error, en, 'en').problems).toEqual(['/reason: Missing']);
  });

  it('names the faulty lines of a table', () => {
    const faults = [{ line: 3, column: 'old_code', reason: { vi: 'không có', en: 'unknown' } }];
    expect(describeFailure(new CallFailed('problem', { ...problem(422), faults }), vi, 'vi').problems).toEqual([
      'Dòng 3, cột old_code: không có',
    ]);
  });

  it('tells a server that is away from one that nobody understands', () => {
    const titles = (['unreachable', 'unreadable'] as const).map((kind) => describeFailure(new CallFailed(kind), en, 'en').title);
    expect(titles).toEqual([en.failure.unreachable, en.failure.unreadable]);
  });

  it('has words for what nobody expected', () => {
    expect(describeFailure(new TypeError('x is not a function'), en, 'en')).toMatchObject({
      next: en.failure.brokenNext,
      problems: ['TypeError: x is not a function'],
    });
  });
});
