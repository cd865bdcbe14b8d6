import { mkdtempSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { LogFiles } from './log-files.ts';

describe('the log files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'one-stop-logs-'));

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('are cut when they are too long, and go on from their beginning', () => {
    const logs = new LogFiles(folder, 100);
    const handle = logs.open('relay');
    writeSync(handle, `${'a'.repeat(150)}\n`);
    logs.cut();
    writeSync(handle, 'after\n');
    expect(readFileSync(logs.path('relay'), 'utf8')).toBe('after\n');
    expect(readFileSync(`${logs.path('relay')}.1`, 'utf8')).toHaveLength(151);
    logs.close();
  });

  it('show their last lines, none of them endless', () => {
    const logs = new LogFiles(folder);
    writeSync(logs.open('door'), `one\ntwo\n${'x'.repeat(1_000)}\n`);
    expect(logs.tail('door')).toEqual(['one', 'two', 'x'.repeat(400)]);
    logs.close();
  });
});
