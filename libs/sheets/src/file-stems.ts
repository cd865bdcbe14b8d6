import type { DailySheet } from '#ledger';

const WHOLE = { province: 'toan-tinh', units: 'don-vi', unit: 'don-vi' } as const;

/** What the files of a sheet are called, without their ending: by the code of its unit, by its name where it has none. */
export function fileStem({ day, unit, of }: Pick<DailySheet, 'day' | 'unit' | 'of'>): string {
  return `phieu-${day}-${inAscii(unit?.code ?? WHOLE[of])}`;
}

/**
 * What the files of several sheets are called, each otherwise, also where upper and lower case are one: those that would be called alike are
 * numbered in their order.
 */
export function fileStems(sheets: readonly Pick<DailySheet, 'day' | 'unit' | 'of'>[]): string[] {
  const stems = sheets.map(fileStem);
  const often = new Map<string, number>();
  for (const stem of stems) often.set(keyOf(stem), (often.get(keyOf(stem)) ?? 0) + 1);
  // Whoever is alone keeps its name, whichever numbers the others get.
  const taken = new Set([...often].flatMap(([key, times]) => (times === 1 ? [key] : [])));
  return stems.map((stem) => {
    if (often.get(keyOf(stem)) === 1) return stem;
    let own = stem;
    for (let number = 2; taken.has(keyOf(own)); number += 1) own = `${stem}-${String(number)}`;
    taken.add(keyOf(own));
    return own;
  });
}

function keyOf(stem: string): string {
  return stem.toLowerCase();
}

/** Letters without their marks, and nothing that a file system could take for something else. */
function inAscii(text: string): string {
  const bare = text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
  return bare.replace(/[^0-9A-Za-z.-]/g, '_');
}
