import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

/** A script of the project under a Node.js that says it is of that version. */
function underVersion(version: string, script: string, ...words: string[]): { status: number | null; stderr: string } {
  const pretend = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`;
  return spawnSync(process.execPath, ['--import', pretend, script, ...words], { encoding: 'utf8' });
}

describe('a script under a Node.js that is too old', () => {
  it.each(['scripts/start.mjs', 'scripts/run.mjs', 'scripts/test.mjs'])('says which one is needed: %s', (script) => {
    for (const version of ['18.20.1', '20.18.9']) {
      const { status, stderr } = underVersion(version, script);
      expect(status).toBe(1);
      expect(stderr).toContain(`Node.js 20.19 or later is needed; this is ${version}`);
    }
  });

  it('goes on under one that is new enough', () => {
    for (const version of ['20.19.0', '22.1.0', '24.0.0'])
      expect(underVersion(version, 'scripts/run.mjs').stderr).not.toContain('is needed');
  });
});
