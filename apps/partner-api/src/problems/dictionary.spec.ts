import { describe, expect, it } from '@jest/globals';
import { FINDINGS, messageOf, PROBLEMS } from './dictionary.ts';

describe('the dictionary', () => {
  it.each(Object.entries(FINDINGS))('%s says in both languages what is wrong and what to do', (_code, { message, next }) => {
    for (const text of [message.vi, message.en, next.vi, next.en]) expect(text).toMatch(/^\S.{8,}\.$/s);
  });

  it.each(Object.entries(PROBLEMS))('%s has a title and an HTTP status of a refusal', (_code, { title, status }) => {
    expect(title.vi).not.toBe(title.en);
    expect(status).toBeGreaterThanOrEqual(400);
  });

  it('joins what is wrong and what to do next', () => {
    expect(messageOf('field.required').en).toBe('This required field is missing or empty. Fill it in.');
  });
});
