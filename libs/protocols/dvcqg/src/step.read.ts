import type { Step } from '#canonical';
import { isObject, type MalformedItem, type ReadStep } from '#protocols';
import type { BackTranslation } from './dvcqg.codes.ts';
import type { WireStep } from './dvcqg.wire.ts';
import { Notes, readFields, type WireField } from './fields.read.ts';
import { dossierCode, status, text, time } from './values.read.ts';

/** How each field of a step is read. Source: protocols §1.7. */
const STEP = {
  MaHoSo: { to: 'dossierCode', read: dossierCode },
  NguoiXuLy: { to: 'officer', read: text },
  ChucDanh: { to: 'title', read: text },
  ThoiDiemXuLy: { to: 'occurredAt', read: time },
  PhongBanXuLy: { to: 'department', read: text },
  NoiDungXuLy: { to: 'content', read: text },
  TrangThai: { to: 'status', read: status },
  NgayBatDau: { to: 'startedAt', read: time },
  NgayKetThucTheoQuyDinh: { to: 'dueAt', read: time },
} as const satisfies Readonly<Record<keyof WireStep, WireField>>;

const REQUIRED = ['MaHoSo', 'NguoiXuLy', 'ThoiDiemXuLy', 'NoiDungXuLy', 'TrangThai'] as const satisfies (keyof WireStep)[];

/** The names on the wire of all fields of a step, each with the canonical pointer of what it says. */
export const STEP_FIELDS: ReadonlyMap<string, string> = new Map(Object.entries(STEP).map(([name, { to }]) => [name, `/${to}`]));

/** The name on the wire of a field of a step, by its canonical pointer; a pointer that names none stays as it is. */
export function wireNameOfStep(pointer: string): string {
  const found = Object.entries(STEP).find(([, { to }]) => pointer === `/${to}`);
  return found === undefined ? pointer : `/${found[0]}`;
}

/** Reads a step; see `Reader.step`. */
export function readStep(value: unknown, codes: BackTranslation): ReadStep | MalformedItem {
  const notes = new Notes(codes);
  const read = isObject(value) ? readFields(value, STEP, '', notes) : new Map<string, unknown>();
  if (isObject(value)) noteMissing(read, notes);
  else notes.fault('', 'field.type');
  const { problems, warnings, unknownFields } = notes;
  const code = read.get('dossierCode') as string | undefined;
  if (problems.length > 0) return { kind: 'malformed', dossierCode: code ?? null, problems, unknownFields };
  // Nothing is missing and nothing is faulty: the fields are those of a step.
  return { kind: 'step', step: Object.fromEntries(read) as unknown as Step, warnings, unknownFields };
}

function noteMissing(read: ReadonlyMap<string, unknown>, notes: Notes): void {
  for (const name of REQUIRED)
    if (!read.has(STEP[name].to) && !notes.isFaulty(`/${name}`)) notes.fault(`/${name}`, 'field.required');
}
