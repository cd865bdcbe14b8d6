import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../eventually.ts';

/** Arms named fault points of the processes that share one `FAULTS` file. */
export class FaultPoints {
  constructor(readonly file: string) {}

  /** The process that reaches that point next is killed or stopped; resolves with its id. Undefined: nobody came by in time. */
  async strike(point: string, action: 'kill' | 'stop', withinMs = 15_000): Promise<number | undefined> {
    this.clean();
    // In one step: a reader that finds half a file takes it for unarmed.
    writeFileSync(this.file, JSON.stringify({ point, action }));
    try {
      return await eventually(() => this.struck() ?? never(), { withinMs, everyMs: 10 });
    } catch {
      rmSync(this.file, { force: true });
      return this.struck();
    }
  }

  /** Points that any process has passed. */
  passed(): Set<string> {
    const hits = `${this.file}.hits`;
    return new Set(existsSync(hits) ? readFileSync(hits, 'utf8').split('\n').filter(Boolean) : []);
  }

  private struck(): number | undefined {
    const prefix = `${path.basename(this.file)}.`;
    const done = readdirSync(path.dirname(this.file)).find((name) => name.startsWith(prefix) && name.endsWith('.done'));
    return done === undefined ? undefined : Number(done.slice(prefix.length, -'.done'.length));
  }

  private clean(): void {
    const folder = path.dirname(this.file);
    const prefix = `${path.basename(this.file)}.`;
    for (const name of readdirSync(folder))
      if (name.startsWith(prefix) && name.endsWith('.done')) rmSync(path.join(folder, name));
  }
}

function never(): never {
  throw new Error('nobody came by');
}

/** The fault points that the code names, read from the sources. */
export function pointsInTheCode(): string[] {
  const files = ['apps', 'libs'].flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
      .map((name) => path.join(root, name)),
  );
  return files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/faultPoint\('([^']+)'\)/g)].flatMap(([, name]) => name ?? []),
  );
}
