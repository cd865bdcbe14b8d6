import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { announce } from './announce.ts';
import { Terminal } from './terminal/terminal.ts';
import { widthOf } from './terminal/width.ts';

function announced(data: string): string[] {
  let text = '';
  const terminal = new Terminal({ isTTY: true, columns: 80, write: (more) => (text += more) });
  const places = { readyFile: resolve(data, 'ready.json'), logs: resolve(data, 'logs') };
  const [partnerApi, console, simulator] = ['http://127.0.0.1:8080', 'http://127.0.0.1:8081', 'http://127.0.0.1:8090'];
  announce(terminal, { partnerApi, console, simulator, places });
  return text.trimEnd().split('\n');
}

describe('the places of a running edition', () => {
  it('are each on a line with what they are good for, within 80 columns', () => {
    const lines = announced('.data');
    expect(lines).toEqual(
      expect.arrayContaining([expect.stringMatching(/^ {2}Khoá, mật khẩu · Keys, passwords +\.data\/ready\.json$/)]),
    );
    expect(lines.filter((line) => line.includes('http'))).toHaveLength(6);
    expect(lines.filter((line) => widthOf(line) > 80)).toEqual([]);
  });

  it('are named in full where they lie elsewhere', () => {
    expect(announced('/data').join('\n')).toContain(' /data/ready.json\n');
  });
});
