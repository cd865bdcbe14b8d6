import { describe, expect, it } from '@jest/globals';
import type { ComparedField } from '#protocols';
import { dvcqgParity } from './parity.ts';

const { record, step, habits, itemsOf, sameStepBy } = dvcqgParity;

/** The names of all fields, those within lists as a report has them. */
function pathsOf(fields: readonly ComparedField[], above = ''): string[] {
  return fields.flatMap((field) => {
    const path = `${above}${field.name}`;
    return field.kind === 'list' ? [path, ...pathsOf(field.fields, `${path}[].`)] : [path];
  });
}

function valuesOf(fields: readonly ComparedField[]): Exclude<ComparedField, { kind: 'list' }>[] {
  return fields.flatMap((field) => (field.kind === 'list' ? valuesOf(field.fields) : [field]));
}

describe('what may be shown of a field', () => {
  const PERSONAL = [
    ...['Nguyễn Văn A', 'NGUYEN VAN A', 'a', 'Hộ', '0912345678', '912345678', '038199001234', '038199001', 'TECHID-0912345678'],
    ...[
      'a@thu.example',
      '19900115',
      '15/01/1990',
      '1990-01-15',
      '2 Lê Lợi',
      'https://tep.example/ho-ten.pdf',
      'H56',
      'to-khai.pdf',
    ],
  ];

  it('is nothing that is anybody’s, wherever it stands', () => {
    const shown = [...valuesOf(record), ...valuesOf(step)].flatMap((field) =>
      PERSONAL.filter((value) => field.shown?.test(value) === true).map((value) => `${field.name}: ${value}`),
    );
    // A code of a field begins so; a province’s number is nobody’s.
    expect(shown).toEqual(['MaLinhVuc: H56']);
  });

  it('is what the portal’s own codes and times look like', () => {
    const shows = (name: string, value: string): boolean | undefined =>
      valuesOf([...record, ...step])
        .find((field) => field.name === name)
        ?.shown?.test(value);
    expect(shows('TrangThaiHoSo', '10')).toBe(true);
    expect(shows('MaTTHC', '2.000815.000.00.00.H56')).toBe(true);
    expect(shows('MaLinhVuc', 'G15-CT01')).toBe(true);
    expect(shows('NgayTiepNhan', '20261123081500')).toBe(true);
    expect(shows('NgayTuChoi', '00010101000000')).toBe(true);
    expect(shows('NgayHenTraMoi', '2026-11-20T10:30:00')).toBe(true);
    expect(shows('HoSoCoThanhPhanSoHoa', '1')).toBe(true);
    expect(shows('Gia', '15000')).toBe(true);
  });
});

describe('what a value says', () => {
  it.each([
    ['NgayTiepNhan', '20261123081500', '2026-11-23T08:15:00', true],
    ['NgayTiepNhan', '20261123081500', '2026-11-23T01:15:00Z', true],
    ['NgayTiepNhan', '20261123081500', '20261123081501', false],
    ['NgayTuChoi', '00010101000000', '', true],
    ['TrangThaiBoSung', 'True', '1', true],
    ['TrangThaiBoSung', false, '1', false],
    ['Gia', '8.000', '8000', true],
    ['Gia', '8.000', '8001', false],
    ['ChuHoSo', 'NGUYỄN  VĂN A', 'Nguyễn Văn A'.normalize('NFD'), true],
    ['ChuHoSo', 'Nguyễn Văn A', 'Nguyen Van A', false],
  ])('%s: %s and %s: %s', (name, one, other, same) => {
    const field = valuesOf(record).find((candidate) => candidate.name === name);
    expect(field?.meaning(one) === field?.meaning(other)).toBe(same);
  });
});

describe('the habits', () => {
  it('name fields that there are, each by an id of its own', () => {
    const known = { record: pathsOf(record), step: pathsOf(step) };
    for (const { of, fields = [], entry = {} } of habits) {
      for (const path of fields) expect(known[of]).toContain(path);
      const members =
        fields.length === 0 ? known[of] : fields.flatMap((path) => known[of].map((name) => name.replace(`${path}[].`, '')));
      for (const member of Object.keys(entry)) expect(members).toContain(member);
    }
    expect(new Set(habits.map(({ id }) => id)).size).toBe(habits.length);
    for (const name of sameStepBy) expect(known.step).toContain(name);
  });
});

describe('what a system sent', () => {
  const dossier = { MaHoSo: 'A-261123-0001', TrangThaiHoSo: '2' };
  const progress = { MaHoSo: 'A-261123-0001', ThoiDiemXuLy: '20261123081500', TrangThai: '4' };
  const kinds = (content: unknown): string =>
    itemsOf(content)
      ?.items.map(({ kind }) => kind)
      .join(' ') ?? 'nothing';

  it('is taken out of requests, lists, single items and texts that hold JSON', () => {
    expect(kinds({ service: 'DongBoHoSoMC', isUpdating: 'True', session: 'x', data: [dossier, dossier] })).toBe('record record');
    expect(kinds({ service: 'CapNhatTienDoHoSoMC', data: [progress] })).toBe('step');
    expect(kinds({ data: [dossier, progress] })).toBe('record step');
    expect(kinds([dossier, progress])).toBe('record step');
    expect(kinds(progress)).toBe('step');
    expect(kinds(JSON.stringify([dossier]))).toBe('record');
    expect(itemsOf(dossier)?.items).toEqual([{ kind: 'record', code: 'A-261123-0001', item: dossier }]);
  });

  it('is not guessed at', () => {
    expect(kinds({ service: 'TraCuuHoSo', mahoso: 'x' })).toBe('');
    expect(kinds({ service: 'DongBoDanhGia', data: [dossier] })).toBe('');
    expect(itemsOf([{ MaHoSo: 'x' }, { TrangThaiHoSo: '2' }, 7, dossier])).toMatchObject({
      unreadable: 3,
      items: [{ kind: 'record' }],
    });
    for (const content of [7, null, true, 'xin chào']) expect(itemsOf(content)).toBeUndefined();
  });
});
