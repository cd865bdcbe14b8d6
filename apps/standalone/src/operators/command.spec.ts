import { describe, expect, it } from '@jest/globals';
import { readCommand } from './command.ts';

const act = (...words: string[]): unknown => readCommand(words).act;

describe('npm run operator', () => {
  it('reads what is to be done', () => {
    const lan = { username: 'lan.nguyen', name: 'Nguyễn Thị Lan', role: 'admin' };
    expect(act('add', 'lan.nguyen', '--name', ' Nguyễn Thị Lan ', '--role', 'admin')).toEqual({
      ...{ kind: 'add', ...lan, generate: false },
    });
    expect(act('add', 'lan.nguyen', '--name', lan.name.normalize('NFD'), '--role', 'admin', '--generate')).toEqual({
      ...{ kind: 'add', ...lan, generate: true },
    });
    expect(act('password', 'lan.nguyen', '--generate')).toEqual({ kind: 'password', username: 'lan.nguyen', generate: true });
    expect(act('role', 'lan.nguyen', 'viewer')).toEqual({ kind: 'role', username: 'lan.nguyen', role: 'viewer' });
    expect(act('disable', 'lan.nguyen')).toEqual({ kind: 'disable', username: 'lan.nguyen' });
    expect(readCommand(['list', '--json', '--by', 'minh'])).toEqual({ act: { kind: 'list' }, by: 'minh', asJson: true });
    for (const words of [[], ['help'], ['add', '--help'], ['-h']]) expect(act(...words)).toEqual({ kind: 'help' });
  });

  it.each([
    ['an unknown verb', ['remove', 'lan'], 'No command'],
    ['no name', ['disable'], 'needs a user name'],
    ['a name in capitals', ['disable', 'Lan'], 'is wrong'],
    ['a name that is too short', ['disable', 'ab'], 'is wrong'],
    ['no full name', ['add', 'lan.nguyen', '--role', 'admin'], '--name'],
    ['an unknown role', ['add', 'lan.nguyen', '--name', 'Lan', '--role', 'root'], 'A role is needed'],
    ['no role', ['role', 'lan.nguyen'], 'A role is needed'],
    ['one word too many', ['enable', 'lan.nguyen', 'minh'], 'One argument too many'],
    ['a password on the command line', ['password', 'lan.nguyen', 'bí-mật-ở-dòng-lệnh'], 'One argument too many'],
    ['a password as an option', ['password', 'lan.nguyen', '--password', 'x'], 'has no option --password'],
  ])('refuses %s', (_what, words, sentence) => {
    expect(() => readCommand(words)).toThrow(
      expect.objectContaining({ text: expect.objectContaining({ en: expect.stringContaining(sentence) }) }),
    );
  });
});
