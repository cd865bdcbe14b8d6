import type { IdentityKind } from '#canonical';

/** The kind of an identity number by its digits: 12 are a CCCD, 9 a CMND; undefined for any other. Source: protocols §1.6. */
export function identityKindOf(number: string): IdentityKind | undefined {
  if (/^\d{12}$/.test(number)) return 'cccd';
  return /^\d{9}$/.test(number) ? 'cmnd' : undefined;
}
