import { describe, expect, it } from '@jest/globals';
import { DICTIONARIES } from '../texts/dictionaries.ts';
import { formatDay, formatLife } from './days.ts';

const { vi } = DICTIONARIES;

describe('the days of a unit', () => {
  it('are shown as people write them, to the last one', () => {
    expect(formatDay('2025-07-01')).toBe('01/07/2025');
    expect(formatLife({ validFrom: '2024-02-01', validTo: '2025-07-01' }, vi)).toBe('01/02/2024 – 30/06/2025');
    expect(formatLife({ validFrom: null, validTo: '2024-03-01' }, vi)).toBe('không rõ – 29/02/2024');
    expect(formatLife({ validFrom: '2025-07-01', validTo: null }, vi)).toBe('01/07/2025 – nay');
  });
});
