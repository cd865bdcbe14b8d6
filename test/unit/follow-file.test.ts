import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { IsInt, IsString, Max } from 'class-validator';
import { followFile, metricsText, openSettingsFile, Setting, type Running, type SettingsFile } from '#runtime';
import { eventually } from '../support/eventually.ts';

class Settings {
  @Setting({ vi: 'nhiều nhất', en: 'most', reload: 'now' })
  @IsInt()
  @Max(10)
  most = 1;

  @Setting({ vi: 'địa chỉ', en: 'address', secret: true, example: '…' })
  @IsString()
  address = 'here';
}

const EVERY_MS = 20;

let folder = '';
let file = '';
let following: Running | undefined;
let applied: number[] = [];
let events: { name: string; fields: Readonly<Record<string, unknown>> }[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'follow-'));
  file = join(folder, 'settings.yaml');
  [applied, events] = [[], []];
});
afterEach(async () => {
  await following?.close();
  rmSync(folder, { recursive: true });
});

function follow(everyMs = EVERY_MS): void {
  writeFileSync(file, 'most: 2\n');
  const open = (): SettingsFile<Settings> => openSettingsFile(file, Settings);
  const log = {
    event: (name: string, fields: Readonly<Record<string, unknown>>) => events.push({ name, fields }),
    error: (error: unknown) => {
      throw error;
    },
  };
  const apply = ({ most }: Settings): number => applied.push(most);
  following = followFile({ name: 'test', opened: open(), open, apply, log, everyMs });
}

async function refused(): Promise<string | undefined> {
  const { text } = await metricsText();
  return /gateway_configuration_refused\{file="test"\} (\d)/.exec(text)?.[1];
}

async function loadedAt(): Promise<number> {
  const { text } = await metricsText();
  return Number(/gateway_configuration_loaded_timestamp_seconds\{file="test"\} ([\d.]+)/.exec(text)?.[1]);
}

describe('a file that is followed', () => {
  it('is read again when its content is another one, and only then', async () => {
    follow();
    writeFileSync(file, 'most: 3\n');
    await eventually(() => {
      expect(applied).toEqual([3]);
    });
    expect(events).toEqual([{ name: 'configuration.loaded', fields: { file, changed: ['most'] } }]);
    writeFileSync(file, 'most: 3\n');
    writeFileSync(file, 'most: 4\n');
    await eventually(() => {
      expect(applied).toEqual([3, 4]);
    });
    expect(events).toHaveLength(2);
  });

  it('is refused whole when it is wrong, and what was in force stays until a good one comes', async () => {
    follow();
    const since = await loadedAt();
    writeFileSync(file, 'most: 30\nadress: there\n');
    await eventually(() => {
      expect(events).toHaveLength(1);
    });
    expect(events[0]).toEqual({
      name: 'configuration.refused',
      fields: {
        file,
        faults: [expect.stringMatching(/settings.yaml:1:1: most: phải là/), expect.stringMatching(/settings.yaml:2:1: adress: /)],
      },
    });
    expect([applied, await refused(), await loadedAt()]).toEqual([[], '1', since]);
    writeFileSync(file, 'most: 3\n');
    await eventually(() => {
      expect(applied).toEqual([3]);
    });
    expect(await refused()).toBe('0');
    expect(await loadedAt()).toBeGreaterThan(since);
  });

  it('is refused whole when a change takes a restart, without showing a secret, and while it is away', async () => {
    follow();
    writeFileSync(file, 'most: 3\naddress: hunter2\n');
    await eventually(() => {
      expect(events).toHaveLength(1);
    });
    expect(events[0]?.fields['faults']).toEqual([
      expect.stringMatching(/settings.yaml:2:1: address: đã đổi, nhưng chỉ có hiệu lực khi/),
    ]);
    expect(JSON.stringify(events)).not.toContain('hunter2');
    rmSync(file);
    await eventually(() => {
      expect(events).toHaveLength(2);
    });
    expect([applied, await refused()]).toEqual([[], '1']);
    writeFileSync(file, 'most: 2\n');
    await eventually(() => {
      expect(events).toHaveLength(3);
    });
    expect([applied, await refused(), events[2]?.fields['changed']]).toEqual([[], '0', []]);
  });

  it('is read at once on SIGHUP', () => {
    follow(60_000);
    writeFileSync(file, 'most: 5\n');
    process.emit('SIGHUP');
    expect(applied).toEqual([5]);
    process.emit('SIGHUP');
    expect(events.map(({ fields }) => fields['changed'])).toEqual([['most'], []]);
  });
});
