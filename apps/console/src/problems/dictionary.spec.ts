import { describe, expect, it } from '@jest/globals';
import { PROBLEMS } from './dictionary.ts';

describe('the dictionary of the console', () => {
  it.each(Object.entries(PROBLEMS))('%s says in both languages what is wrong and what to do', (_code, problem) => {
    const { title, message, next, status } = problem;
    for (const text of [message.vi, message.en, next.vi, next.en]) expect(text).toMatch(/^\S.{8,}\.$/s);
    for (const text of [title, message, next]) expect(text.vi).toBe(text.vi.normalize('NFC'));
    expect(title.vi).not.toBe(title.en);
    expect(status).toBeGreaterThanOrEqual(400);
  });
});
