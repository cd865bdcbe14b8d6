import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MOST_OUTPUT = 64 * 1_024 * 1_024;

/** What an image says of itself. */
export interface ImageFacts {
  readonly user: string;
  readonly workingFolder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly health: readonly string[];
  readonly stopSignal: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The steps that it was made by. */
  readonly history: readonly string[];
}

/** A stage of the Dockerfile as an image; `size` counts its base too, in words. */
export interface BuiltImage {
  readonly tag: string;
  readonly facts: ImageFacts;
  readonly size: string;
}

interface Inspected {
  readonly Docker: {
    readonly config: {
      readonly User: string;
      readonly WorkingDir: string;
      readonly Env: readonly string[];
      readonly Entrypoint: readonly string[];
      readonly StopSignal?: string;
      readonly Labels: Readonly<Record<string, string>>;
      readonly Healthcheck?: { readonly Test: readonly string[] };
    };
    readonly history: readonly { readonly created_by?: string }[];
  };
}

/** Whether images can be built here; otherwise what is missing. */
export function whyNoImages(): string | undefined {
  if (spawnSync('buildah', ['--version']).status !== 0) return 'buildah is missing';
  if (process.getuid?.() !== 0) return 'only root can run an image without an engine';
  return undefined;
}

/** Images of buildah in a storage of their own: nothing of them is left on the machine. It goes with this process at the latest. */
export class ImageStore {
  private readonly folder = mkdtempSync('/var/tmp/one-stop-image-');
  private readonly flags = ['--root', join(this.folder, 'root'), '--runroot', join(this.folder, 'run')];
  private readonly onExit = (): void => {
    this.remove();
  };

  constructor() {
    process.once('exit', this.onExit);
  }

  /** Runs buildah; what it printed. */
  async buildah(...words: readonly string[]): Promise<string> {
    const { stdout } = await run('buildah', [...this.flags, ...words], { maxBuffer: MOST_OUTPUT });
    return stdout.trim();
  }

  /** Builds a stage of the Dockerfile; in Docker's format, because the other one knows no health check. */
  async build(target: string, base: string): Promise<BuiltImage> {
    const tag = `localhost/${target}:proof`;
    const npmrc = join(homedir(), '.npmrc');
    const secrets = existsSync(npmrc) ? ['--secret', `id=npmrc,src=${npmrc}`] : [];
    const what = ['--file', 'docker/Dockerfile', '--target', target, '--build-arg', `BASE_IMAGE=${base}`, '--tag', tag];
    await this.buildah('bud', '--isolation', 'chroot', '--format', 'docker', '--layers', ...secrets, ...what, '.');
    const [listed] = JSON.parse(await this.buildah('images', '--json', tag)) as { size: string }[];
    return { tag, facts: await this.inspect(tag), size: listed?.size ?? '?' };
  }

  /** A file system of its own that holds what the image holds, and where it lies. */
  async open(image: string): Promise<string> {
    const container = await this.buildah('from', '--pull-never', image);
    return this.buildah('mount', container);
  }

  remove(): void {
    process.off('exit', this.onExit);
    spawnSync('buildah', [...this.flags, 'rm', '--all'], { stdio: 'ignore' });
    spawnSync('umount', [join(this.folder, 'root', 'overlay')], { stdio: 'ignore' });
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  private async inspect(image: string): Promise<ImageFacts> {
    const { Docker: docker } = JSON.parse(await this.buildah('inspect', '--type', 'image', image)) as Inspected;
    const { config, history } = docker;
    return {
      user: config.User,
      workingFolder: config.WorkingDir,
      environment: Object.fromEntries(config.Env.map((pair) => pair.split(/=(.*)/s).slice(0, 2) as [string, string])),
      entrypoint: config.Entrypoint,
      health: config.Healthcheck?.Test ?? [],
      stopSignal: config.StopSignal ?? '',
      labels: config.Labels,
      history: history.map(({ created_by = '' }) => created_by),
    };
  }
}
