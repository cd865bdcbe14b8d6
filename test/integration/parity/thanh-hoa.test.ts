import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ParityReport } from '../../../apps/standalone/src/parity/report.ts';
import { showReport } from '../../../apps/standalone/src/parity/show-report.ts';
import { liveInTown, type Town } from '../../support/thanh-hoa-town.ts';
import { ShadowStage } from '../relay/shadow-stage.ts';
import { compareHere } from './compare-here.ts';

let stage: ShadowStage;
let folder: string;
let town: Town;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'parity-test-'));
  stage = await ShadowStage.open('261205');
  await stage.restartAs({ mode: 'shadow' });
  town = liveInTown({ agencyCode: 'H56.14797', day: '2026-11-20', dossiers: 45, seed: 4 }, (index) => (index % 2 === 0 ? 3 : 20));
  for (const happened of town.truth) for (const item of happened) await stage.send(item);
  await stage.settled(town.dossiers.map(({ facts }) => facts.code));
  writeFileSync(file('old.jsonl'), `${town.lines.join('\n')}\n`);
});

afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true });
});

const file = (name: string): string => path.join(folder, name);

const parity = (...args: readonly string[]): Promise<ParityReport> => compareHere(stage, ...args);

/** The last record of each dossier and all its steps, as lists of items of the wire. */
function itemsOf(lines: readonly string[]): Record<string, unknown>[] {
  return lines.flatMap((line) => {
    const content = JSON.parse(line) as Record<string, unknown>[] | { data: Record<string, unknown>[] };
    return Array.isArray(content) ? content : content.data;
  });
}

describe('what the former system of the province sent', () => {
  it('differs from the truth in its known habits alone, and in what it never tells', async () => {
    const received = town.dossiers.filter(({ receivedAt }) => receivedAt !== undefined);
    const { dossiers, habits, steps, unexpected } = await parity('--export', file('old.jsonl'));
    expect(dossiers).toMatchObject({ equal: 0, explained: received.length, differing: 0 });
    expect(dossiers.onlyHere.count).toBe(town.dossiers.length - received.length);
    expect(unexpected).toBe(dossiers.onlyHere.count);
    expect(steps.equal).toBe(received.reduce((sum, dossier) => sum + dossier.steps.length, 0));

    const count = (fits: (dossier: (typeof received)[number]) => boolean): number => received.filter(fits).length;
    const waits = ({ status }: (typeof received)[number]): boolean => [5, 6, 8].includes(status);
    expect(Object.fromEntries(habits.map(({ habit, count: found }) => [habit.id, found]))).toMatchObject({
      'nine-for-waiting': count(waits),
      'made-up-reception': received.length,
      'placeholder-abstract': count(({ facts }) => facts.note === ''),
      'placeholder-identity': count(({ facts }) => ![9, 12].includes(facts.applicant.idNumber.length)),
      'submission-copied': received.length,
      'always-database-seven': received.length,
      'paper-for-result': received.length,
    });
    expect(count(waits)).toBeGreaterThan(0);
  });

  it('is as it should be once the operator has said so of what it never tells', async () => {
    const report = await parity('--export', file('old.jsonl'), '--expect', 'Dossiers.only-here');
    expect(report.unexpected).toBe(0);
    const shown = showReport(report).join('\n');
    expect(shown).toContain('Nothing differs but what is known or expected.');
    expect(shown).toContain('bước tiếp nhận do hệ thống cũ tự thêm · a step of reception that the old system makes up');
  });

  it('says the same as CSV, and item by item', async () => {
    const items = itemsOf(town.lines);
    const records = items.filter((item) => 'TrangThaiHoSo' in item);
    const steps = items.filter((item) => !('TrangThaiHoSo' in item));
    writeFileSync(file('records.csv'), `\uFEFF${toCsv(records, ';')}`);
    writeFileSync(file('steps.csv'), toCsv(steps, ','));
    writeFileSync(file('items.jsonl'), items.map((item) => JSON.stringify(item)).join('\r\n'));

    const whole = await parity('--export', file('old.jsonl'));
    const single = await parity('--export', file('items.jsonl'));
    expect({ ...single, export: undefined }).toEqual({ ...whole, export: undefined });
    const onlyRecords = await parity('--export', file('records.csv'));
    const ofRecords = (report: ParityReport): unknown => report.fields.filter(({ path: name }) => !name.startsWith('Step'));
    expect(ofRecords(onlyRecords)).toEqual(ofRecords(whole));
    const onlySteps = await parity('--export', file('steps.csv'));
    expect(onlySteps.steps).toEqual(whole.steps);
  });
});

describe('what differs', () => {
  it('is told by field and by kind, with examples that show nothing personal, and stands in the reports', async () => {
    const [first, second, third] = town.dossiers.filter(({ receivedAt, status }) => receivedAt !== undefined && status === 10);
    if (first === undefined || second === undefined || third === undefined) throw new Error('too few dossiers');
    const changes: Readonly<Record<string, Record<string, unknown>>> = {
      [first.facts.code]: { ChuHoSo: 'Nguyễn Văn Giả', DonViXuLy: first.facts.agencyName.toLowerCase(), SoDienThoai: '' },
      [second.facts.code]: { NgayTiepNhan: '20200101000000', KenhThucHien: '0912345678', TruongLa: 'x' },
    };
    const changed = itemsOf(town.lines)
      .filter((item) => item['MaHoSo'] !== third.facts.code || item['TrangThai'] !== '10')
      .map((item) => ('TrangThaiHoSo' in item ? { ...item, ...changes[String(item['MaHoSo'])] } : item));
    writeFileSync(file('changed.jsonl'), changed.map((item) => JSON.stringify(item)).join('\n'));

    const reports = ['--report', file('report.md'), '--report', file('report.json')];
    const report = await parity('--export', file('changed.jsonl'), '--expect', 'Dossiers.only-here', ...reports);
    const found = report.fields.filter(({ kinds }) => Object.keys(kinds).length > 0);
    expect(Object.fromEntries(found.map(({ path: name, kinds }) => [name, kinds]))).toEqual({
      ChuHoSo: { other: 1 },
      DonViXuLy: { spacing: 1 },
      SoDienThoai: { 'blank-there': 1 },
      NgayTiepNhan: { other: 1 },
      NgayNopHoSo: { 'blank-here': 1 },
      KenhThucHien: { other: 1 },
      Step: { 'only-here': 1 },
    });
    const example = (name: string): unknown => found.find(({ path: field }) => field === name)?.examples[0];
    expect(example('ChuHoSo')).toMatchObject({ dossier: first.facts.code, there: 'Xxxxxx Xxx Xxx' });
    // A value that got into the wrong field is no code, and is not shown there either.
    expect(example('KenhThucHien')).toMatchObject({ there: '0000000000' });
    expect(example('NgayTiepNhan')).toMatchObject({ there: '20200101000000' });
    expect(report.unexpected).toBe(8);

    const page = readFileSync(file('report.md'), 'utf8');
    expect(page).toContain(`| \`ChuHoSo\` | khác giá trị · other value: 1 | 0 | 0 |`);
    expect(page).toContain('Trường lạ · Unknown fields: `TruongLa` (');
    const told = [...showReport(report), page, readFileSync(file('report.json'), 'utf8'), JSON.stringify(report)].join('\n');
    expect(personalIn(told)).toEqual([]);
    expect(personalIn(`${told}${first.facts.applicant.name}`)).toEqual([first.facts.applicant.name]);
  });

  it('counts from a day to a day, and is written down in the audit', async () => {
    const { dossiers } = await parity('--export', file('old.jsonl'), '--to', '2020-01-01', '--by', 'Cô Hoa');
    expect(dossiers.onlyThere.notWritten.count).toBe(town.dossiers.filter(({ receivedAt }) => receivedAt !== undefined).length);
    const { rows } = await stage.test.db.query(
      `SELECT actor, act, subject, details FROM audit WHERE act = 'shadow.compare' ORDER BY id DESC LIMIT 1`,
    );
    expect(rows).toEqual([
      {
        ...{ actor: 'Cô Hoa', act: 'shadow.compare', subject: 'national' },
        details: { from: null, to: '2020-01-01T17:00:00.000Z', unexpected: expect.any(Number) },
      },
    ]);
  });
});

/** Whatever of the town's people stands in a text, also without its marks. */
function personalIn(text: string): string[] {
  const people = town.dossiers.flatMap(({ facts: { applicant, officers, note } }) => [
    ...[applicant.name, applicant.idNumber, applicant.phone, applicant.email, note],
    ...Object.values(officers),
  ]);
  const bare = (value: string): string => value.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
  const searched = [text, text.normalize('NFD'), bare(text)].join('\n');
  const values = [...new Set([...people, 'Nguyễn Văn Giả', '0912345678'])].filter((value) => value !== '');
  return values.filter((value) => [value, value.normalize('NFD'), bare(value)].some((form) => searched.includes(form)));
}

/** As a database writes it out: a list stands in its cell as JSON. */
function toCsv(items: readonly Record<string, unknown>[], delimiter: string): string {
  const names = [...new Set(items.flatMap((item) => Object.keys(item)))];
  const cell = (value: unknown): string => {
    const text = typeof value === 'string' ? value : JSON.stringify(value ?? null).replace(/^null$/, '');
    return `"${text.replaceAll('"', '""')}"`;
  };
  const rows = items.map((item) => names.map((name) => cell(item[name])).join(delimiter));
  return `${names.join(delimiter)}\n${rows.join('\n')}\n`;
}
