import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable, Transform } from 'node:stream';
import { makeFolder } from '../disk/make-folder.ts';
import { isAlive, keepNote, readNote } from '../processes/process-note.ts';
import { Trouble } from '../trouble.ts';
import type { KeptFile, Manifest } from './manifest.ts';
import { writeCompressed, writeText } from './write-file.ts';

const DRAFT = '.partial';
const NOTE = 'writer';
export const SUMS = 'SHA256SUMS';
export const MANIFEST = 'manifest.json';
export const KEYS = 'keys.json';

/** Whether a folder is a backup that was never finished. */
export function isDraft(folder: string): boolean {
  return folder.replace(/\/+$/, '').endsWith(DRAFT);
}

/** A backup while it is written: under a name of its own, and under its right one only when it is whole. */
export class Draft {
  private readonly files: KeptFile[] = [];

  private constructor(
    private readonly parent: string,
    private readonly name: string,
  ) {}

  /** Begins a backup in that folder. Files and folders are closed to everybody else. @throws Trouble where one of that second is there, or nothing can be written */
  static begin(parent: string, now: Date): Draft {
    makeFolder(parent, 0o700);
    const draft = new Draft(parent, `gateway-${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`);
    try {
      mkdirSync(draft.folder, { mode: 0o700 });
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error;
      throw new Trouble({ vi: `Đã có ${draft.folder}`, en: `${draft.folder} is there already` });
    }
    keepNote(draft.folder, NOTE, process.pid);
    mkdirSync(join(draft.folder, 'tables'), { mode: 0o700 });
    return draft;
  }

  private get folder(): string {
    return join(this.parent, `${this.name}${DRAFT}`);
  }

  async table(name: string, rows: Readable, meter: Transform): Promise<void> {
    this.files.push(await writeCompressed(this.folder, join('tables', `${name}.copy.gz`), [rows, meter]));
  }

  /** The file of a table that was written. */
  fileOf(table: string): KeptFile {
    const found = this.files.find(({ file }) => file === join('tables', `${table}.copy.gz`));
    if (found === undefined) throw new Error(`no file of ${table}`);
    return found;
  }

  async keys(text: string): Promise<void> {
    this.files.push(await writeText(this.folder, KEYS, text));
  }

  /** Writes the manifest and the sums, and gives the backup its name. Answers where it lies and how large it is. */
  async finish(manifest: Manifest): Promise<{ folder: string; bytes: number }> {
    this.files.push(await writeText(this.folder, MANIFEST, `${JSON.stringify(manifest, undefined, 2)}\n`));
    // The form of sha256sum, so that anybody can check it without us.
    await writeText(this.folder, SUMS, this.files.map(({ sha256, file }) => `${sha256}  ${file}\n`).join(''));
    rmSync(join(this.folder, `${NOTE}.pid`), { force: true });
    await syncFolder(join(this.folder, 'tables'));
    await syncFolder(this.folder);
    const folder = join(this.parent, this.name);
    renameSync(this.folder, folder);
    await syncFolder(this.parent);
    return { folder, bytes: this.files.reduce((sum, { bytes }) => sum + bytes, 0) };
  }

  abandon(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Takes away what backups left that were killed; answers their names. One that is still written stays. */
export function clearDrafts(parent: string): string[] {
  const dead = namesIn(parent).filter((name) => {
    const note = name.startsWith('gateway-') && isDraft(name) ? readNote(join(parent, name), NOTE) : 'no draft';
    return note !== 'no draft' && (note === undefined || !isAlive(note));
  });
  dead.forEach((name) => {
    rmSync(join(parent, name), { recursive: true, force: true });
  });
  return dead;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

/** A file of a backup as text; undefined where it is not there. */
export function textIn(folder: string, file: string): string | undefined {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch {
    return undefined;
  }
}
