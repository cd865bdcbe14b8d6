import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { killAll, openGround, startEdition, type Edition, type Ground, type Ready } from '../support/edition.ts';

const SAMPLES = resolve('docs/samples');
const run = promisify(execFile);

/** How a sample is run: what must be there, and what makes it a program. */
interface Sample {
  readonly needs: readonly string[];
  readonly command: (work: string) => readonly [string, ...string[]];
}

const SAMPLE: Readonly<Record<string, Sample>> = {
  'gui-ho-so.sh': { needs: ['sh', 'curl'], command: () => ['sh', join(SAMPLES, 'gui-ho-so.sh')] },
  'gui-ho-so.ts': {
    needs: ['node'],
    command: (work) => {
      // What Node.js 22.18 does by itself when it runs the file.
      const module = ts.transpileModule(readFileSync(join(SAMPLES, 'gui-ho-so.ts'), 'utf8'), {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
      });
      const file = join(work, 'gui-ho-so.mjs');
      writeFileSync(file, module.outputText);
      return [process.execPath, file];
    },
  },
  'gui-ho-so.php': { needs: ['php'], command: () => ['php', join(SAMPLES, 'gui-ho-so.php')] },
  'GuiHoSo.java': { needs: ['java', 'javac'], command: () => ['java', join(SAMPLES, 'GuiHoSo.java')] },
  'GuiHoSo.cs': {
    needs: ['mcs', 'mono'],
    command: (work) => {
      const program = join(work, 'GuiHoSo.exe');
      execFileSync('mcs', ['-r:System.Net.Http.dll', `-out:${program}`, join(SAMPLES, 'GuiHoSo.cs')]);
      return ['mono', program];
    },
  },
};

const isHere = (program: string): boolean => {
  try {
    execFileSync('which', [program]);
    return true;
  } catch {
    return false;
  }
};

describe('the samples of the getting-started page', () => {
  const work = mkdtempSync(join(tmpdir(), 'one-stop-samples-'));
  let ground: Ground;
  let edition: Edition;
  let ready: Ready;

  beforeAll(async () => {
    ground = await openGround();
    edition = startEdition(ground, ['--no-demo']);
    ready = await edition.ready();
  });

  afterAll(async () => {
    await killAll(edition.pids());
    ground.remove();
    rmSync(work, { recursive: true, force: true });
  });

  it('are all named there, and none is missing', () => {
    const page = readFileSync('docs/getting-started.md', 'utf8');
    expect([...page.matchAll(/\]\(samples\/([^)]+)\)/g)].map(([, name]) => name).sort()).toEqual(Object.keys(SAMPLE).sort());
  });

  const here = Object.entries(SAMPLE).filter(([, { needs }]) => needs.every(isHere));
  it.each(here)('%s sends a dossier and a step, and sees both arrive', async (_name, { command }) => {
    const [commune] = ready.communes;
    const [program, ...args] = command(work);
    const env = { PATH: process.env['PATH'], GATEWAY: ready.partnerApi, KEY: commune?.apiKey, UNIT: commune?.agencyCode };
    const { stdout } = await run(program, args, { env, timeout: 90_000 });
    const code = /H56[\d.]+-\d{6}-\d{4}/.exec(stdout)?.[0] ?? '';
    const portal = (await (await fetch(`${ready.simulator}/_sim/national/dossiers/${code}`)).json()) as { steps: unknown[] };
    expect(portal).toMatchObject({ code, status: '4' });
    expect(portal.steps).toHaveLength(1);
  });
});
