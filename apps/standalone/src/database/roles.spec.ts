import { describe, expect, it } from '@jest/globals';
import { accountOf, withAccount } from './roles.ts';

describe('an address with another account', () => {
  it.each([
    [
      'postgresql://own:secret@db.example:5433/gate?sslmode=require',
      'postgresql://gate_door:p%40ss@db.example:5433/gate?sslmode=require',
    ],
    ['postgres://own@db.example/gate', 'postgres://gate_door:p%40ss@db.example/gate'],
    ['postgresql://db.example/gate', 'postgresql://gate_door:p%40ss@db.example/gate'],
    ['postgresql:///gate?host=/var/run/postgresql', 'postgresql://gate_door:p%40ss@/gate?host=/var/run/postgresql'],
    ['postgresql://own:a@[::1]:5432/gate', 'postgresql://gate_door:p%40ss@[::1]:5432/gate'],
  ])('%s', (url, expected) => {
    expect(withAccount(url, 'gate_door', 'p@ss')).toBe(expected);
    expect(accountOf(expected)).toEqual({ name: 'gate_door', password: 'p@ss' });
  });

  it('is refused where it is no address', () => {
    expect(() => withAccount('host=db user=own', 'a', 'b')).toThrow('postgresql://');
  });
});
