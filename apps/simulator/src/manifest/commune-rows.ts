import type { LocalDossier } from '../commune/one-stop.ts';
import { dotNetTime } from '../commune/times.ts';
import type { Expected, WireItem } from '../commune/truth.ts';
import { nationalPart } from './province-rows.ts';
import type { Row } from './row.ts';

const CHANNELS: Readonly<Record<string, string>> = { '1': 'direct', '2': 'online', '3': 'post' };

/** What a commune's system has of a dossier that it told, as its manifest says it; undefined for one that nobody acknowledged yet. */
export function communeRow({ facts, status }: LocalDossier, { record, steps }: Expected, unit: string): Row | undefined {
  if (record === null) return undefined;
  const receivedAt = secondsOf(record['NgayTiepNhan']);
  const openedAt = receivedAt ?? secondsOf(record['NgayNopHoSo']);
  if (openedAt === undefined) return undefined;
  return {
    ...{ unit, day: dotNetTime(openedAt * 1_000).slice(0, 10), code: facts.code },
    procedure: nationalPart(String(record['MaTTHC'])),
    channel: CHANNELS[textOf(record['KenhThucHien'])] ?? '',
    status: statusOf(status, record, steps),
    ...{ receivedAt, dueAt: secondsOf(record['NgayHenTra']), finishedAt: secondsOf(record['NgayKetThucXuLy']) },
    returnedAt: secondsOf(record['NgayTra']),
    steps: steps.map((step) => ({ status: Number(step['TrangThai']), at: secondsOf(step['ThoiDiemXuLy']) ?? 0 })),
    hasResult: resultsOf(record).some((result) => textOf(result['DuongDanTepTinKetQua']) !== ''),
  };
}

/** What was told last is what the system shows: the last step, where steps tell of the dossier as it is now, else the record. */
function statusOf(status: number, record: WireItem, steps: readonly WireItem[]): number {
  const told = Number(record['TrangThaiHoSo']);
  const inOrder = steps
    .map((step) => ({ at: textOf(step['ThoiDiemXuLy']), status: Number(step['TrangThai']) }))
    .sort((a, b) => (a.at === b.at ? a.status - b.status : a.at < b.at ? -1 : 1));
  return inOrder.some((step) => step.status === status) ? (inOrder.at(-1)?.status ?? told) : told;
}

function resultsOf(record: WireItem): readonly WireItem[] {
  const results = record['DanhSachGiayToKetQua'];
  return Array.isArray(results) ? (results as readonly WireItem[]) : [];
}

function secondsOf(value: unknown): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(textOf(value));
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1);
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}+07:00`) / 1_000;
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
