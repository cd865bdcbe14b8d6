import { describe, expect, it } from '@jest/globals';
import { Terminal } from './terminal.ts';
import { widthOf } from './width.ts';

const SHORT = { vi: 'relay sẵn sàng', en: 'relay is ready' };
const LONG = {
  vi: '24 xã, phường gửi 240 hồ sơ mẫu (750 bước), mỗi hệ thống qua cửa mà nó biết',
  en: '24 communes send 240 demo dossiers (750 steps), each system through the door that it knows',
};

/** A terminal of that width that keeps what it was sent; without a width it is a file. */
function open(columns?: number, hasColours = false): { terminal: Terminal; text: () => string; lines: () => string[] } {
  let text = '';
  const write = (more: string): number => (text += more).length;
  const output = columns === undefined ? { write } : { write, isTTY: true, columns, hasColors: () => hasColours };
  return { terminal: new Terminal(output), text: () => text, lines: () => text.trimEnd().split('\n') };
}

describe('a terminal', () => {
  it('shows a short message in one line, and a long one below each other within its width', () => {
    const { terminal, lines } = open(80);
    terminal.done(SHORT);
    terminal.say(LONG);
    expect(lines()).toEqual([
      '✔ relay sẵn sàng  ·  relay is ready',
      '• 24 xã, phường gửi 240 hồ sơ mẫu (750 bước), mỗi hệ thống qua cửa mà nó biết',
      '  24 communes send 240 demo dossiers (750 steps), each system through the door',
      '  that it knows',
    ]);
  });

  it('is never wider than it is, at 40 columns either', () => {
    const { terminal, lines } = open(40);
    terminal.warn(LONG);
    terminal.fail(LONG);
    expect(lines().filter((line) => widthOf(line) > 40)).toEqual([]);
  });

  it('takes 80 columns where it does not know its width', () => {
    expect(open(0).terminal.width).toBe(80);
  });

  it('has colours only where they are shown', () => {
    const coloured = open(80, true);
    coloured.terminal.done(SHORT);
    expect(coloured.text()).toContain('\u001b[32m✔\u001b[39m relay');
    const plain = open(80, false);
    plain.terminal.done(SHORT);
    plain.terminal.warn(SHORT);
    plain.terminal.heading(SHORT);
    expect(plain.text()).not.toContain('\u001b');
  });

  it('replaces its progress, within its width, and goes on below it', () => {
    const { terminal, text } = open(60);
    terminal.progress('gửi·sent 60/240 (120/750) → cổng·portal 30 (60), và còn nữa', false, 0.25);
    terminal.progress('gửi·sent 240/240', false, 1);
    terminal.say(SHORT);
    const [shown = '', after = ''] = text().split('\n');
    const [, first = '', second = ''] = shown.split('\r\u001b[K');
    expect(first).toBe('  █████░░░░░░░░░░░░░░░  25 % gửi·sent 60/240 (120/750) → c…');
    expect(widthOf(first)).toBeLessThan(60);
    expect(second).toBe('  ████████████████████ 100 % gửi·sent 240/240');
    expect(after).toContain('relay');
  });
});

describe('a file or a pipe', () => {
  it('has one line per message, milestones of the progress alone, and nothing that moves or colours', () => {
    const { terminal, lines, text } = open();
    terminal.say(LONG);
    terminal.progress('gửi·sent 1/240', false, 0.01);
    terminal.progress('gửi·sent 60/240', true, 0.25);
    expect(lines()).toEqual([`• ${LONG.vi}  ·  ${LONG.en}`, '  gửi·sent 60/240']);
    expect(text()).not.toMatch(/[\r\u001b]/);
    expect(terminal.width).toBeUndefined();
  });
});
