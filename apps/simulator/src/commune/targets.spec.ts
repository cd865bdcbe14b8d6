import { describe, expect, it } from '@jest/globals';
import { readBase, Targets, TARGETS_LIKE } from './targets.ts';

const allows = (setting: string, address: string): boolean => new Targets(setting).allow(new URL(address));

describe('the hosts that may be called', () => {
  it.each(['http://127.0.0.1:8080', 'http://127.9.9.9', 'http://localhost:1', 'http://[::1]:8080', 'http://0x7f000001/'])(
    'are those of this machine: %s',
    (address) => {
      expect(allows('', address)).toBe(true);
    },
  );

  it.each(['http://10.0.0.1', 'http://127.0.0.1.nip.io', 'http://localhost.example', 'http://[::2]', 'http://128.0.0.1'])(
    'are not %s, as long as nobody says so',
    (address) => {
      expect(allows('', address)).toBe(false);
    },
  );

  it('are those of the setting alone, with every port or one', () => {
    const setting = 'cong.thu.example, 10.0.0.1:8080';
    const addresses = ['http://CONG.thu.example:9/x', 'http://10.0.0.1:8080', 'http://10.0.0.1', 'http://127.0.0.1'];
    expect(addresses.map((address) => allows(setting, address))).toEqual([true, true, false, false]);
  });

  it('are written as a list', () => {
    const texts = ['', ' ', 'a', 'a:1, b', 'http://a', 'a b', 'u@a', 'a,,b'];
    expect(texts.filter((text) => TARGETS_LIKE.test(text))).toEqual(['', ' ', 'a', 'a:1, b']);
  });
});

describe('a base address', () => {
  it.each(['x', 'ftp://a', 'http://u:p@a', 'http://a?b', 'http://a#b', 'file:///etc/passwd'])('is not %s', (text) => {
    expect(readBase(text)).toBeUndefined();
  });
});
