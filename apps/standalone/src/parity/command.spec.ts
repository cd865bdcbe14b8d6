import { describe, expect, it } from '@jest/globals';
import { WrongUsage } from '../clients/wrong-usage.ts';
import { readParityCommand } from './command.ts';

const BASE = ['--destination', 'national', '--export', 'old.jsonl'];

describe('the command line of parity', () => {
  it('is read', () => {
    const reports = ['--report', 'a.md', '--report', 'b.json'];
    const expected = ['--expect', 'TrichYeuHoSo,Step.ChucDanh', '--expect', 'Dossiers.only-here,TaiLieuNop[].DuocSoHoa'];
    const times = ['--from', '2026-12-01', '--to', '2026-12-31'];
    expect(readParityCommand([...BASE, ...reports, ...expected, ...times, '--examples', '0', '--by', 'Hoa', '--json'])).toEqual({
      ...{
        kind: 'compare',
        destination: 'national',
        exportFile: 'old.jsonl',
        reports: ['a.md', 'b.json'],
        by: 'Hoa',
        asJson: true,
      },
      ...{ from: new Date('2026-11-30T17:00:00Z'), to: new Date('2026-12-31T17:00:00Z'), mostExamples: 0 },
      expected: new Set(['TrichYeuHoSo', 'Step.ChucDanh', 'Dossiers.only-here', 'TaiLieuNop[].DuocSoHoa']),
    });
    expect(readParityCommand([...BASE, '--to', '2026-12-31T10:00:00+07:00'])).toMatchObject({
      ...{ from: undefined, to: new Date('2026-12-31T03:00:00Z'), mostExamples: 3, asJson: false, reports: [] },
    });
  });

  it.each([[[]], [['--help']], [['-h', '--nonsense']]])('gives its help for %j', (words) => {
    expect(readParityCommand(words)).toEqual({ kind: 'help' });
  });

  it.each([
    [['--export', 'old.jsonl']],
    [['--destination', 'national']],
    [[...BASE, 'more']],
    [[...BASE, '--nonsense']],
    [[...BASE, '--from', 'hôm qua']],
    [[...BASE, '--from', '2026-02-30']],
    [[...BASE, '--from', '2026-12-31', '--to', '2026-12-01']],
    [[...BASE, '--report', 'report.pdf']],
    [[...BASE, '--expect', '50%']],
    [[...BASE, '--examples', 'all']],
  ])('refuses %j', (words) => {
    expect(() => readParityCommand(words)).toThrow(WrongUsage);
  });
});
