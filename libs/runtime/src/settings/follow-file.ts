import { readFileSync, statSync } from 'node:fs';
import type { Log } from '../log.ts';
import { gauge } from '../metrics.ts';
import type { Running } from '../process.ts';
import { changesBetween, namesOf, needingRestart } from './changes.ts';
import { ConfigurationError } from './fault.ts';
import { faultOf, type SettingsFile } from './settings-file.ts';
import { textDigest } from './yaml-source.ts';

/** A settings file that a process goes on to read while it runs. */
export interface FollowedFile<T> {
  /** What the file is called in metrics: `partners`. */
  readonly name: string;
  /** As it was read at the start. */
  readonly opened: SettingsFile<T>;
  /** Reads it again. @throws ConfigurationError */
  readonly open: () => SettingsFile<T>;
  /** Takes new settings over, all of them in one go: nothing else runs meanwhile. */
  readonly apply: (settings: Readonly<T>) => void;
  readonly log: Log;
  /** How often the file is looked at; 1 s unless told. */
  readonly everyMs?: number;
}

const EVERY_MS = 1_000;

const refused = gauge('gateway_configuration_refused', '1 while the newest content of a configuration file is refused', [
  'file',
] as const);
const loaded = gauge('gateway_configuration_loaded_timestamp_seconds', 'When a configuration file was last read and found good', [
  'file',
] as const);

/**
 * Reads a settings file again on SIGHUP and when its content is another one. Good settings that may change while the process runs
 * are taken over as one; anything else is refused whole, and what was in force stays.
 */
export function followFile<T extends object>(followed: FollowedFile<T>): Running {
  const follower = new Follower(followed);
  const onSignal = (): void => {
    follower.read();
  };
  process.on('SIGHUP', onSignal);
  const timer = setInterval(() => {
    follower.look();
  }, followed.everyMs ?? EVERY_MS);
  timer.unref();
  return {
    close: () => {
      clearInterval(timer);
      process.off('SIGHUP', onSignal);
      return Promise.resolve();
    },
  };
}

class Follower<T extends object> {
  private current: Readonly<T>;
  /** What was read last, good or not. */
  private digest: string;
  /** The state of the file that was last judged, and the one at the last look. */
  private judged = '';
  private before = '';

  constructor(private readonly followed: FollowedFile<T>) {
    this.current = followed.opened.settings;
    this.digest = followed.opened.yaml.digest;
    this.measure(true);
  }

  /** Reads the file if it is another one, once it has stood still from one look to the next: it may be half written. */
  look(): void {
    const stamp = stampOf(this.path);
    const isStill = stamp === this.before;
    this.before = stamp;
    if (!isStill || stamp === this.judged) return;
    this.judged = stamp;
    if (digestOf(this.path) !== this.digest) this.read();
  }

  read(): void {
    const { log } = this.followed;
    this.digest = digestOf(this.path);
    try {
      const changed = this.takeOver();
      this.measure(true);
      log.event('configuration.loaded', { file: this.path, changed });
    } catch (error) {
      this.measure(false);
      if (!(error instanceof ConfigurationError)) log.error(error, `${this.path} could not be taken over`);
      else log.event('configuration.refused', { file: this.path, faults: error.faults }, 'error');
    }
  }

  /** Answers what changed. @throws ConfigurationError when anything is wrong, or takes a restart */
  private takeOver(): string[] {
    const { settings, yaml } = this.followed.open();
    const changes = changesBetween(this.current, settings);
    const faults = needingRestart(changes).map((finding) => faultOf(finding, settings, yaml));
    if (faults.length > 0) throw ConfigurationError.of(faults);
    if (changes.length > 0) this.followed.apply(settings);
    this.current = settings;
    return namesOf(changes);
  }

  private measure(isGood: boolean): void {
    const labels = { file: this.followed.name };
    refused.set(labels, isGood ? 0 : 1);
    if (isGood) loaded.setToCurrentTime(labels);
  }

  private get path(): string {
    return this.followed.opened.yaml.file;
  }
}

/** What changes with the file, without reading it. */
function stampOf(file: string): string {
  const { ino, size, mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? {};
  return [ino, size, mtimeMs].join(' ');
}

function digestOf(file: string): string {
  try {
    return textDigest(readFileSync(file, 'utf8'));
  } catch {
    return '';
  }
}
