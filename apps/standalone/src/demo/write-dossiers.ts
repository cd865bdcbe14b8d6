import { Chance } from './chance.ts';
import { later, opening, workingDay, written, type OfficeTime } from './office-hours.ts';
import { SCENARIOS, type Stage } from './scenarios.ts';

/** A step as a commune system sends it. */
export interface DemoStep {
  readonly dossierCode: string;
  readonly status: number;
  readonly occurredAt: string;
  readonly officer: string;
  readonly title: string;
  readonly department: string;
  readonly content: string;
}

/** A dossier as a commune system sends it, with the steps that follow. */
export interface DemoDossier {
  readonly dossierCode: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly steps: readonly DemoStep[];
}

/** What is written about. */
export interface DemoSubject {
  readonly agencyCode: string;
  readonly agencyName: string;
  readonly procedures: readonly string[];
  /** The legal day of the first start, `yyyy-MM-dd`: everything lies before it. */
  readonly before: string;
  /** Number of the dossier in its commune, from 1. */
  readonly number: number;
  /** Another seed, other people and other courses. */
  readonly seed?: number | undefined;
}

const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Phan', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Ngô', 'Dương', 'Lý'] as const;
const MIDDLE = ['Văn', 'Thị', 'Đình', 'Ngọc', 'Hữu', 'Thanh', 'Xuân', 'Quỳnh'] as const;
const LETTER = ['A', 'B', 'C', 'D', 'Đ', 'E', 'G', 'H', 'K', 'L', 'M', 'N', 'P', 'Q', 'S', 'T', 'V', 'X'] as const;
const CHANNELS = ['direct', 'direct', 'direct', 'online', 'post'] as const;
const OLDEST_DAYS = 30;
const NEWEST_DAYS = 12; // the last step of the slowest dossier still lies before the first start
const FIRST_NUMBER = 90_000; // five digits: out of the way of numbers that a person tries by hand

/** Writes one dossier of the demo and its steps. The same subject gives the same dossier, to the letter. */
export function writeDossier(subject: DemoSubject): DemoDossier {
  const { agencyCode, agencyName, procedures, before, number, seed } = subject;
  const chance = new Chance([agencyCode, number, before, ...(seed === undefined ? [] : [seed])].join('|'));
  const day = workingDay(before, -(NEWEST_DAYS + chance.upTo(OLDEST_DAYS - NEWEST_DAYS)));
  const received = later(opening(day), chance.upTo(8 * 3_600));
  const dossierCode = `${agencyCode}-${day.slice(2).replaceAll('-', '')}-${String(FIRST_NUMBER + number)}`;
  const body = {
    dossierCode,
    sourceCode: `MC-${String(number)}`,
    sourceVersion: 1,
    procedureCode: procedures[(number * 7 + chance.upTo(procedures.length)) % procedures.length],
    channel: chance.one(CHANNELS),
    applicant: writeApplicant(chance),
    abstract: 'Hồ sơ mẫu, không có thật',
    receivedAt: written(received),
    dueAt: written({ day: workingDay(day, 5 + chance.upTo(10)), second: 17 * 3_600 }),
    status: 2,
    returnMethod: chance.one(['desk', 'desk', 'desk', 'post']),
    agencyName: `UBND ${agencyName.charAt(0).toLowerCase()}${agencyName.slice(1)}`,
    receiptNumber: `BN-${String(number)}`,
    digitised: chance.upTo(2) === 0,
    vneidVerified: chance.upTo(3) === 0,
  };
  return { dossierCode, body, steps: writeSteps(dossierCode, { received, chance, stages: chance.one(SCENARIOS) }) };
}

function writeSteps(
  dossierCode: string,
  { received, chance, stages }: { received: OfficeTime; chance: Chance; stages: readonly Stage[] },
): DemoStep[] {
  let at = received;
  return stages.map(({ status, content, title, department }) => {
    at = later(at, 600 + chance.upTo(9 * 3_600));
    return { dossierCode, status, occurredAt: written(at), officer: inventName(chance), title, department, content };
  });
}

/** Names end in a single letter and numbers begin with zeros: nobody is called so, and no such papers are issued. */
function writeApplicant(chance: Chance): Readonly<Record<string, unknown>> {
  const digits = String(chance.upTo(1_000_000)).padStart(6, '0');
  if (chance.upTo(10) === 0) return { kind: 'organisation', name: `Hợp tác xã Mẫu ${chance.one(LETTER)}` };
  return { kind: 'citizen', name: inventName(chance), idNumber: `000000${digits}`, phone: `0000${digits}` };
}

function inventName(chance: Chance): string {
  return `${chance.one(FAMILY)} ${chance.one(MIDDLE)} ${chance.one(LETTER)}`;
}
