import { isObject, sameDossier, type Found, type WireItem } from '#protocols';
import type { Reply } from '#runtime';
import { readAnswer, type Reading } from './answer.read.ts';

/** What a reply of `TraCuuHoSo` means and shows. */
export interface LookupReading extends Reading {
  readonly found: Found | undefined;
}

/**
 * Reads a look-up (assumption A1). It counts only if it names the dossier that was asked for, or if it clearly says that there
 * is none: a success with an empty list, or a refusal that names the code.
 */
export function readLookup(reply: Reply, dossierCode: string): LookupReading {
  const reading = readAnswer('lookup', reply, [dossierCode]);
  if (reading.verdict === 'not-found') return readRefusal(reading, reply, dossierCode);
  if (reading.verdict !== 'delivered') return { ...reading, found: undefined };
  const [record] = reading.items;
  if (record === undefined) return { ...reading, found: { kind: 'absent' } };
  if (!sameDossier(record['MaHoSo'], dossierCode)) return distrust(reading, 'national.stale-reply');
  const steps = stepsOf(record, dossierCode);
  if (steps === 'unsound') return distrust(reading, 'national.incomplete');
  return { ...reading, found: { kind: 'present', status: statusOf(record), steps, record: recordOf(record) } };
}

function readRefusal(reading: Reading, { body }: Reply, dossierCode: string): LookupReading {
  const names = body.toUpperCase().includes(dossierCode.trim().toUpperCase());
  return names ? { ...reading, found: { kind: 'absent' } } : distrust(reading, 'national.unexplained');
}

function distrust(reading: Reading, cause: string): LookupReading {
  return { ...reading, verdict: 'unknown', cause, found: undefined };
}

function statusOf(record: WireItem): string {
  const status = record['TrangThaiHoSo'];
  return typeof status === 'string' || typeof status === 'number' ? String(status).trim() : '';
}

/** The record alone: its status is that of a later step too, and a file that was taken out is shown as such for as long as the portal likes. */
function recordOf({ QuaTrinhXuLy: _steps, TrangThaiHoSo: _status, ...record }: WireItem): WireItem {
  const { TaiLieuNop: papers } = record;
  if (!Array.isArray(papers)) return record;
  const kept = (papers as readonly unknown[]).filter((paper) => !isObject(paper) || paper['IsDeleted'] !== 'True');
  return { ...record, TaiLieuNop: kept };
}

/** The steps that are shown, each with the dossier's code; undefined where the portal shows none, `unsound` if one is not ours. */
function stepsOf(record: WireItem, dossierCode: string): readonly WireItem[] | undefined | 'unsound' {
  const shown: unknown = record['QuaTrinhXuLy'];
  if (!Array.isArray(shown)) return undefined;
  const objects = (shown as readonly unknown[]).filter(isObject);
  const steps = objects.map((step) => ({ ...step, MaHoSo: step['MaHoSo'] ?? dossierCode }));
  return objects.length === shown.length && steps.every(({ MaHoSo }) => sameDossier(MaHoSo, dossierCode)) ? steps : 'unsound';
}
