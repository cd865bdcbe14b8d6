import { describe, expect, it } from '@jest/globals';
import { WrongUsage } from '../clients/wrong-usage.ts';
import { readSheetsCommand } from './command.ts';

const read = (line: string): ReturnType<typeof readSheetsCommand> => readSheetsCommand(line.split(' '));

describe('npm run daily-sheets', () => {
  it('takes a folder, and today in the usual forms unless told otherwise', () => {
    expect(read('--out sheets')).toEqual({ day: undefined, out: 'sheets', formats: ['html', 'csv'] });
    expect(read('--out sheets --day 2026-11-26 --format json --format csv,json')).toEqual({
      day: '2026-11-26',
      out: 'sheets',
      formats: ['json', 'csv'],
    });
  });

  it.each(['--day 2026-11-26', '--out=', '--out x --day 2026-02-30', '--out x --format pdf', '--out x more', '--out x --unit 1'])(
    'refuses %s',
    (line) => {
      expect(() => read(line)).toThrow(WrongUsage);
    },
  );
});
