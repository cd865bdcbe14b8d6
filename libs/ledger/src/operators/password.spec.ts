import { describe, expect, it } from '@jest/globals';
import { hashPassword, verifyPassword } from './password.ts';

describe('a stored password', () => {
  it('is scrypt with a salt of its own, by which it is known again and nothing else is', async () => {
    const [first, second] = [await hashPassword('mật khẩu dài'), await hashPassword('mật khẩu dài')];
    expect(first).toMatch(/^\$scrypt\$ln=15,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(second).not.toBe(first);
    expect(await verifyPassword('mật khẩu dài', first)).toBe(true);
    expect(await verifyPassword('mật khẩu dài'.normalize('NFD'), second)).toBe(true);
    expect(await verifyPassword('mat khau dai', first)).toBe(false);
    expect(await verifyPassword('', first)).toBe(false);
  });

  it('may have been stored with other costs', async () => {
    // scrypt('password', 'NaCl'), N = 1024, r = 8, p = 16, of RFC 7914, the first 32 bytes
    const stored = `$scrypt$ln=10,r=8,p=16$${Buffer.from('NaCl').toString('base64').replaceAll('=', '')}$${Buffer.from(
      'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162',
      'hex',
    )
      .toString('base64')
      .replaceAll('=', '')}`;
    expect(await verifyPassword('password', stored)).toBe(true);
    expect(await verifyPassword('Password', stored)).toBe(false);
  });

  it('that there is none costs the same work and is never right', async () => {
    const stored = await hashPassword('x');
    const time = async (password: string | undefined): Promise<number> => {
      const since = performance.now();
      expect(await verifyPassword('mật khẩu', password)).toBe(false);
      return performance.now() - since;
    };
    const [known, unknown] = [
      [0, 0, 0],
      [0, 0, 0],
    ];
    for (let round = 0; round < 3; round += 1) [known[round], unknown[round]] = [await time(stored), await time(undefined)];
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 3);
  });

  it('is refused where it is something else', async () => {
    await expect(verifyPassword('x', 'md5:abc')).rejects.toThrow('PHC');
  });
});
