import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Trouble } from '../trouble.ts';
import { makeFolder } from './make-folder.ts';

let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'one-stop-folder-'));
  writeFileSync(join(root, 'file'), '');
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('a folder that somebody named', () => {
  it('is made with those above it, and may be there already', () => {
    const folder = join(root, 'a', 'b', 'c');
    makeFolder(folder, 0o700);
    makeFolder(`${folder}/`);
    expect([folder, join(root, 'a')].map((made) => statSync(made).mode & 0o777)).toEqual([0o700, 0o700]);
  });

  it.each(['/proc/nothing/below', '/dev/null/below'])('is refused where none can be made: %s', (folder) => {
    expect(() => {
      makeFolder(folder);
    }).toThrow(Trouble);
  });

  it('is refused where a file stands in its way', () => {
    for (const folder of [join(root, 'file'), join(root, 'file', 'below')])
      expect(() => {
        makeFolder(folder);
      }).toThrow(folder);
  });
});
