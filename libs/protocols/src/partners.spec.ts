import { describe, expect, it } from '@jest/globals';
import { checkShape } from '#runtime';
import { Partners, placeFingerprint, type DestinationSettings } from './partners.ts';

const SETTINGS = { baseUrl: 'https://portal.example', username: 'h56', madonvi: '000.00.00.H56', password: 'p' };

function partners(more: Record<string, unknown> = {}): Partners {
  const destination = { id: 'national', dialect: 'dvcqg', lookup: 'steps', settings: SETTINGS, ...more };
  return checkShape(Partners, { destinations: [destination] }, 'partners.yaml');
}

function destination(more: Record<string, unknown> = {}): DestinationSettings {
  const [only] = partners(more).destinations;
  if (only === undefined) throw new Error('no destination');
  return only;
}

describe('the place that a destination is', () => {
  it('is named by its address and account as it always was: another name would have everything sent there again', () => {
    expect(placeFingerprint(destination())).toBe('f1bcbb4fe74abfb98b4875d0f048cf01c062aa3ca5c76d25ed27be68b9d9be3b');
  });

  it('stays the same whatever is done there, and is another one with another address', () => {
    const live = placeFingerprint(destination());
    expect(placeFingerprint(destination({ mode: 'shadow', cutOver: { steps: 'adopt' }, concurrency: 3 }))).toBe(live);
    expect(placeFingerprint(destination({ settings: { ...SETTINGS, baseUrl: 'https://other.example' } }))).not.toBe(live);
  });
});

describe('the mode of a destination', () => {
  it('is live unless it is said', () => {
    expect(destination().mode).toBe('live');
    expect(destination({ mode: 'shadow' }).mode).toBe('shadow');
    expect(() => partners({ mode: 'dark' })).toThrow('mode');
  });

  it('is left as the policy says, which must be one that the destination can follow', () => {
    expect(destination({ cutOver: { steps: 'verify' } }).cutOver.steps).toBe('verify');
    expect(() => partners({ lookup: 'dossier', cutOver: { steps: 'verify' } })).toThrow('verify needs lookup: steps');
    expect(destination({ lookup: 'none', cutOver: { steps: 'adopt', toldUntil: '2026-12-01T17:00:00+07:00' } }).cutOver).toEqual({
      ...{ steps: 'adopt', toldUntil: '2026-12-01T17:00:00+07:00' },
    });
    expect(() => partners({ cutOver: { toldUntil: '2026-12-01' } })).toThrow('toldUntil must be a time');
  });
});
