import type { Text } from '#runtime';

const NAMES: Readonly<Record<string, Text>> = {
  national: { vi: 'Cổng Dịch vụ công quốc gia', en: 'National Public Service Portal' },
  province: { vi: 'Cổng dịch vụ công của tỉnh', en: 'Provincial portal' },
};

/** What people call a destination; one that has no name of ours is called by its id. */
export function nameOf(id: string): Text {
  return NAMES[id] ?? { vi: id, en: id };
}
