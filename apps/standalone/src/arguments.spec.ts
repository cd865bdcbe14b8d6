import { describe, expect, it } from '@jest/globals';
import { HELP, readArguments } from './arguments.ts';
import { widthOf } from './terminal/width.ts';

const USUAL = { demo: true, seed: undefined, singleRole: false, rabbitmq: false };

describe('the command line', () => {
  it.each([
    [[], {}],
    [['--no-demo'], { demo: false }],
    [['--single-role', '--no-demo'], { demo: false, singleRole: true }],
    [['--rabbitmq'], { rabbitmq: true }],
    [['--seed', '7'], { seed: 7 }],
    [['--seed=0', '--rabbitmq'], { seed: 0, rabbitmq: true }],
  ])('%j', (words, wanted) => {
    expect(readArguments(words)).toEqual({ kind: 'run', ...USUAL, ...wanted });
  });

  it('asks for help even beside nonsense', () => {
    expect(readArguments(['--nonsense', '--help'])).toEqual({ kind: 'help' });
    expect(readArguments(['-h'])).toEqual({ kind: 'help' });
  });

  it.each([
    [['--no-demo', '--nodemo'], '“npm start” has no option --nodemo'],
    [['demo'], 'One argument too many: “demo”'],
    [['--seed'], '--seed needs a value'],
    [['--seed', '--rabbitmq'], '--seed needs a value'],
    [['--seed', '-1'], '--seed “-1” is wrong: a whole number from 0, at most 9 digits'],
    [['--seed=x'], '--seed “x” is wrong: a whole number from 0, at most 9 digits'],
    [['--seed', '1', '--seed', '2'], '--seed is said twice'],
    [['--seed', '1', '--no-demo'], '--seed does not go with --no-demo'],
    [['--rabbitmq=yes'], '--rabbitmq takes no value'],
  ])('refuses %j and says why', (words, en) => {
    expect(readArguments(words)).toMatchObject({ kind: 'wrong', message: { en } });
  });

  it('is explained within 80 columns', () => {
    const lines = [HELP.vi, HELP.en].flatMap((text) => text.split('\n'));
    expect(lines.filter((line) => widthOf(line) > 80)).toEqual([]);
  });
});
