import { expect, it } from '@jest/globals';
import { languageOf } from './language.ts';

it.each([
  [undefined, 'vi'],
  ['', 'vi'],
  ['*', 'vi'],
  ['fr', 'vi'],
  ['en', 'en'],
  ['en-GB,en;q=0.9', 'en'],
  ['vi;q=0.5, en;q=0.9', 'en'],
  ['en;q=0.1, vi-VN', 'vi'],
  ['en;q=x', 'vi'],
  ['en;q=0', 'vi'],
])('Accept-Language %p is answered in %s', (accept, language) => {
  expect(languageOf(accept)).toBe(language);
});
