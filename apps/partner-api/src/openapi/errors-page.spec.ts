import { describe, expect, it } from '@jest/globals';
import { OUTCOME_CODES } from '#sheets';
import { FINDINGS } from '../problems/dictionary.ts';
import { errorsPage } from './errors-page.ts';

describe('the page of errors', () => {
  it.each(Object.entries({ ...FINDINGS, ...OUTCOME_CODES }))(
    'shows %s with both languages and what to do next',
    (code, { message, next }) => {
      const row = new RegExp(`<tr id="${code.replaceAll('.', '\\.')}">.*?</tr>`, 's').exec(errorsPage())?.[0] ?? '';
      const shown = row.replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"');
      for (const text of [message.vi, message.en, next.vi, next.en]) expect(shown).toContain(text);
    },
  );

  it('lets no text break out of its place', () => {
    expect(
      errorsPage().match(
        /<(?!\/?(?:!doctype|html|head|meta|title|style|body|h1|h2|p|span|code|table|thead|tbody|tr|th|td|br)\b)/g,
      ),
    ).toBeNull();
  });
});
