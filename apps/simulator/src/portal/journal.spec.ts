import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Journal } from './journal.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const path = (): string => join(folder, 'j.jsonl');

function use<R>(work: (journal: Journal<unknown>) => R): R {
  const journal = new Journal<unknown>(folder, 'j.jsonl');
  try {
    return work(journal);
  } finally {
    journal.close();
  }
}
const readAll = (): unknown[] => use((journal) => [...journal.read()]);

describe('the journal', () => {
  it('is empty at first, gives back what was written, and forgets when told to', () => {
    expect(readAll()).toEqual([]);
    use((journal) => {
      journal.append({ a: 'Thẩm định\n' });
      journal.append([1]);
    });
    expect(readAll()).toEqual([{ a: 'Thẩm định\n' }, [1]]);
    use((journal) => {
      journal.clear();
      journal.append('new');
    });
    expect(readAll()).toEqual(['new']);
  });

  it.each([['{"a":"Thẩ'], ['{"a":1}'], [Buffer.from('{"a":"Thẩ').subarray(0, -1)]])(
    'cuts off a torn last line and goes on behind it: %s',
    (torn) => {
      use((journal) => {
        journal.append({ whole: 'ẩ' });
      });
      appendFileSync(path(), torn);
      expect(readAll()).toEqual([{ whole: 'ẩ' }]);
      expect(readFileSync(path(), 'utf8')).toBe('{"whole":"ẩ"}\n');
      use((journal) => {
        journal.append(2);
      });
      expect(readAll()).toEqual([{ whole: 'ẩ' }, 2]);
    },
  );

  it('reads lines that are longer than a piece, or cut by one amid a letter', () => {
    const entries = Array.from({ length: 40 }, (_, index) => ({
      index,
      text: 'ẩ'.repeat(index === 7 ? 1_500_000 : 20_011 + index),
    }));
    use((journal) => {
      entries.forEach((entry) => {
        journal.append(entry);
      });
    });
    appendFileSync(path(), '{"torn');
    expect(readAll()).toEqual(entries);
  });
});
