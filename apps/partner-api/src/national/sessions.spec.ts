import { describe, expect, it } from '@jest/globals';
import { Sessions } from './sessions.ts';

const PEPPER = Buffer.alloc(32, 7);
const NOW = new Date('2026-11-23T01:15:00Z');
const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1_000);

const sessions = new Sessions(PEPPER, 1_800);

describe('a session', () => {
  it('names its credential until it ends', () => {
    const session = sessions.open(42, NOW);
    expect([sessions.credentialOf(session, NOW), sessions.credentialOf(session, later(1_799))]).toEqual([42, 42]);
    expect(sessions.credentialOf(session, later(1_800))).toBeUndefined();
  });

  it('cannot be lengthened, passed to another credential, cut or made under another pepper', () => {
    const [keyId = '', end = '', signature = ''] = sessions.open(42, NOW).split('.');
    const forged = [
      ...[`${keyId}.${String(Number(end) + 1)}.${signature}`, `43.${end}.${signature}`, `${keyId}.${end}.${signature.slice(1)}`],
      ...[`${keyId}.${end}.`, `0${keyId}.${end}.${signature}`, new Sessions(Buffer.alloc(32, 8), 1_800).open(42, NOW)],
    ];
    expect(forged.map((session) => sessions.credentialOf(session, NOW))).toEqual(forged.map(() => undefined));
    expect([null, {}, 42, ''].map((session) => sessions.credentialOf(session, NOW))).toEqual(Array(4).fill(undefined));
  });

  it('is the same for all doors that share a pepper', () => {
    expect(new Sessions(PEPPER, 60).credentialOf(sessions.open(42, NOW), NOW)).toBe(42);
  });
});
