import { describe, expect, it } from '@jest/globals';
import { readArguments } from './arguments.ts';

describe('the command line', () => {
  it.each([
    [[], { demo: true, singleRole: false, rabbitmq: false }],
    [['--no-demo'], { demo: false, singleRole: false, rabbitmq: false }],
    [['--single-role', '--no-demo'], { demo: false, singleRole: true, rabbitmq: false }],
    [['--rabbitmq'], { demo: true, singleRole: false, rabbitmq: true }],
  ])('%j', (words, wanted) => {
    expect(readArguments(words)).toEqual({ kind: 'run', ...wanted });
  });

  it('asks for help even beside nonsense', () => {
    expect(readArguments(['--nonsense', '--help'])).toEqual({ kind: 'help' });
  });

  it('names the word that it does not know', () => {
    expect(readArguments(['--no-demo', '--nodemo'])).toMatchObject({
      kind: 'wrong',
      message: { en: 'Unknown argument “--nodemo”' },
    });
  });
});
