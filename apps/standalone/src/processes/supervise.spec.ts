import { describe, expect, it } from '@jest/globals';
import { Terminal } from '../terminal/terminal.ts';
import { supervise, type Life, type Part } from './supervise.ts';

/** A part whose lives end when the test says so. */
function openPart(): {
  part: Part;
  lives: { end: (how: string) => void; isStopped: () => boolean }[];
  nextStart: () => Promise<void>;
} {
  const lives: { end: (how: string) => void; isStopped: () => boolean }[] = [];
  let started: () => void = () => undefined;
  const start = (): Promise<Life> => {
    let end: (how: string) => void = () => undefined;
    let isStopped = false;
    const ended = new Promise<string>((resolve) => (end = resolve));
    lives.push({
      end: (how) => {
        end(how);
      },
      isStopped: () => isStopped,
    });
    started();
    const stop = (): Promise<void> => {
      isStopped = true;
      end('stopped');
      return Promise.resolve();
    };
    return Promise.resolve({ pid: lives.length, ended, stop });
  };
  return { part: { name: 'part', start }, lives, nextStart: () => new Promise((resolve) => (started = resolve)) };
}

describe('a supervised part', () => {
  it('is started again when it dies, and that is said', async () => {
    const { part, lives, nextStart } = openPart();
    let said = '';
    const supervised = await supervise(part, new Terminal({ write: (text) => (said += text) }));
    const again = nextStart();
    lives[0]?.end('SIGKILL');
    await again;
    await supervised.stop();
    expect(lives).toHaveLength(2);
    expect(lives[1]?.isStopped()).toBe(true);
    expect(said).toContain('part ended (SIGKILL)');
  });

  it('is not started again once it is stopped', async () => {
    const { part, lives } = openPart();
    const supervised = await supervise(part, new Terminal({ write: () => true }));
    await supervised.stop();
    expect(lives.map(({ isStopped }) => isStopped())).toEqual([true]);
  });

  it('fails where the first start fails', async () => {
    const part: Part = { name: 'part', start: () => Promise.reject(new Error('no')) };
    await expect(supervise(part, new Terminal({ write: () => true }))).rejects.toThrow('no');
  });
});
