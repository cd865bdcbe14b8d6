import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import ts from 'typescript';
import { createTestDatabase } from '../../support/databases.ts';

interface Vector {
  readonly dossier: Readonly<Record<string, unknown>> & {
    readonly steps: readonly { status: number; occurredAt: string }[];
    readonly results?: readonly { url?: string }[];
  };
  readonly text: string;
  readonly p1: string;
}

const FOLDER = 'docs/samples/manifests';
const { rows: VECTORS, digest: DIGEST } = JSON.parse(readFileSync(`${FOLDER}/vectors.json`, 'utf8')) as {
  rows: readonly Vector[];
  digest: string;
};
const LINES = `${VECTORS.map(({ text }) => text).join('\n')}\n`;
const EXPECTED = `${[...VECTORS.map(({ p1 }) => p1), `digest ${DIGEST}`].join('\n')}\n`;

const work = mkdtempSync(path.join(tmpdir(), 'one-stop-p1-'));
afterAll(() => {
  rmSync(work, { recursive: true });
});

/** What must be there, and how a sample is run. */
const SAMPLES: Readonly<Record<string, { needs: string; command: () => readonly [string, ...string[]] }>> = {
  'p1.sh': { needs: 'sha256sum', command: () => ['sh', `${FOLDER}/p1.sh`] },
  'p1.ts': {
    needs: 'node',
    command: () => {
      const source = readFileSync(`${FOLDER}/p1.ts`, 'utf8');
      const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
      writeFileSync(path.join(work, 'p1.mjs'), ts.transpileModule(source, { compilerOptions: options }).outputText);
      return [process.execPath, path.join(work, 'p1.mjs')];
    },
  },
  'p1.php': { needs: 'php', command: () => ['php', `${FOLDER}/p1.php`] },
  'P1.java': { needs: 'java', command: () => ['java', `${FOLDER}/P1.java`] },
  'P1.cs': {
    needs: 'mcs',
    command: () => {
      execFileSync('mcs', [`-out:${work}/P1.exe`, `${FOLDER}/P1.cs`]);
      return ['mono', `${work}/P1.exe`];
    },
  },
};

function isHere(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('the recipe of a manifest', () => {
  const here = Object.entries(SAMPLES).filter(([, { needs }]) => isHere(needs));
  it.each(here)('%s makes the golden values and their digest', (_, { command }) => {
    const [program, ...args] = command();
    expect(execFileSync(program, args, { input: LINES, encoding: 'utf8' })).toBe(EXPECTED);
  });

  it('p1.sql makes them from the tables of a commune', async () => {
    const database = await createTestDatabase();
    const db = new pg.Client(database.url);
    await db.connect();
    await db.query(`CREATE TABLE hoso (ma text, donvi text, thutuc text, kenh text, trangthai int, tiepnhan timestamptz, nop timestamptz,
      hentra timestamptz, ketthuc timestamptz, tra timestamptz, cokq boolean)`);
    await db.query('CREATE TABLE buoc (ma text, trangthai int, luc timestamptz)');
    for (const { dossier } of VECTORS) {
      const at = (name: string): unknown => dossier[name] ?? null;
      const hasResult = (dossier.results ?? []).some(({ url }) => url !== undefined);
      const times = ['receivedAt', 'submittedAt', 'dueAt', 'finishedAt', 'returnedAt'].map(at);
      const values = [at('dossierCode'), '14797', at('procedureCode'), at('channel'), at('status'), ...times, hasResult];
      await db.query('INSERT INTO hoso VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)', values);
      for (const { status, occurredAt } of dossier.steps)
        await db.query('INSERT INTO buoc VALUES ($1, $2, $3)', [dossier['dossierCode'], status, occurredAt]);
    }
    const { rows } = await db.query<{ count: string; items: { code: string; p1: string }[] }>(
      readFileSync(`${FOLDER}/p1.sql`, 'utf8'),
    );
    const made = rows.flatMap(({ items }) => items.map(({ code, p1 }) => [code, p1])).sort();
    expect(made).toEqual(VECTORS.map(({ dossier, p1 }) => [dossier['dossierCode'], p1]).sort());
    await db.end();
    await database.drop();
  });
});
