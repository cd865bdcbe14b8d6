import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { PublicKey, SigningKey } from './signing-key.ts';

describe('a key that signs', () => {
  // RFC 8032 §7.1, test 2.
  const key = new SigningKey(Buffer.from('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', 'hex'));
  const signature =
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00';

  it('signs as RFC 8032 says', () => {
    expect(Buffer.from(key.sign(Buffer.of(0x72)), 'base64').toString('hex')).toBe(signature);
  });

  it('is verified by its public key, and by no other', () => {
    const [published] = PublicKey.readAll(`a remark\n${key.publicKey.pem}`);
    const signed = key.sign(Buffer.from('a'));
    expect(published?.id).toBe(key.publicKey.id);
    expect(published?.verifies(Buffer.from('a'), signed)).toBe(true);
    expect(published?.verifies(Buffer.from('b'), signed)).toBe(false);
    expect(published?.verifies(Buffer.from('a'), 'no signature')).toBe(false);
    expect(new SigningKey(Buffer.alloc(32, 1)).publicKey.verifies(Buffer.from('a'), signed)).toBe(false);
  });

  it('is not one of another kind', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(() => PublicKey.readAll(publicKey.export({ format: 'pem', type: 'spki' }).toString())).toThrow('Ed25519');
  });
});
