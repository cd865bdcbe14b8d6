import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { ExportIndex } from './export-index.ts';
import { Spool } from './spool.ts';

describe('what the former system sent, laid aside', () => {
  it('is found by dossier: the last record, and every step in its order', async () => {
    const index = await ExportIndex.open();
    const add = (kind: 'record' | 'step', code: string, n: number): Promise<void> => index.add({ kind, code, item: { n } });
    await add('record', 'A-1', 1);
    await add('step', ' a-1 ', 2);
    await add('record', 'A-1', 3);
    await add('step', 'A-1', 4);
    await add('step', 'B-1', 5);
    expect(await index.take('A-1')).toEqual({ record: { n: 3 }, steps: [{ n: 2 }, { n: 4 }] });
    expect(await index.take('A-1')).toBeUndefined();
    expect(index.left()).toEqual(['B-1']);
    await index.close();
  });

  it('is read again as it was, from between what waits and what is written, and can be read by nobody else', async () => {
    const spool = await Spool.open();
    const items = Array.from({ length: 600 }, (_, n) => ({ n, text: `Nguyễn Văn ${String(n)} `.repeat(200) }));
    const places = [];
    for (const item of items) places.push(await spool.put(item));
    for (const at of [599, 0, 300]) expect(await spool.get(places[at] ?? { at: 0, length: 0 })).toEqual(items[at]);
    const files = readdirSync('/proc/self/fd')
      .map((fd) => `/proc/self/fd/${fd}`)
      .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true)
      .map((file) => readFileSync(file));
    expect(files.some((bytes) => bytes.length > 1_000_000)).toBe(true);
    expect(files.some((bytes) => bytes.includes('Nguyễn'))).toBe(false);
    await spool.close();
  });
});
