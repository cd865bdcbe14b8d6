import { STEP_FILLED_TIMES, type ScoreFacts, type Status } from '#canonical';
import type { Side, StepSeen } from './dossier-sides.ts';
import type { Period } from './period.ts';
import type { DifferenceRecord, DossierRecord, StepRecord } from './record.ts';

/** Members of a version that decide a figure, by the name of the wire under which they differ. */
export const WIRE_MEMBERS: Readonly<Record<string, readonly (keyof ScoreFacts)[]>> = {
  NgayTiepNhan: ['received'],
  NgayHenTra: ['due'],
  KenhThucHien: ['channel'],
  DanhSachLePhi: ['fees'],
  DuocThanhToanTrucTuyen: ['paid'],
  DanhSachGiayToKetQua: ['resultLink', 'resultCode'],
  TaiLieuNop: ['file', 'paperDigitised', 'fromStore'],
  HoSoCoThanhPhanSoHoa: ['digitised'],
  TaiKhoanDuocXacThucVoiVNeID: ['vneid'],
  DSKetNoiCSDL: ['databases'],
  DanhSachHoSoBoSung: ['supplements'],
};

/** What the commune did: the newest version, all steps, and the finish that the record itself tells where no step does. */
export function didOf({ head, steps }: DossierRecord): Side {
  return { isThere: true, facts: head.facts, steps: [...unique(steps), ...stepsOfRecord({ head, steps })], otherDue: false };
}

/** The finishes that the newest version tells and of which no step was ever sent: what was given back (10) had been finished before (9). */
export function stepsOfRecord({ head: { status, facts }, steps }: Pick<DossierRecord, 'head' | 'steps'>): StepSeen[] {
  const told: readonly Status[] = status === 10 ? [9, 10] : [status];
  return told.flatMap((one): StepSeen[] => {
    const time = STEP_FILLED_TIMES[one];
    const at = time === undefined ? undefined : facts?.[NAMES[time]];
    return at === undefined || steps.some((step) => step.status === one) ? [] : [{ status: one, at }];
  });
}

const NAMES = { finishedAt: 'finished', returnedAt: 'returned', refusedAt: 'refused' } as const;

/** What counts at the portal: what it had acknowledged by the end of the period, less what is known to be missing or other there. */
export function countedOf(record: DossierRecord, period: Period): Side {
  const { acknowledged, steps, differences } = record;
  const isThere = acknowledged !== undefined && !isMissingThere(differences);
  const lacksSteps = differences.some(isOfMissingSteps);
  const there = steps.filter((step) => isThere && !lacksSteps && isAcknowledged(step, period));
  return {
    isThere,
    facts: acknowledged?.facts && blanked(acknowledged.facts, differences),
    steps: unique(there),
    otherDue: differences.some(({ kind, field }) => kind === 'field' && field === 'NgayHenTra'),
  };
}

/** Whether the portal had acknowledged a step by the end of the period. */
export function isAcknowledged({ progress, deliveredAt }: StepRecord, { ends }: Period): boolean {
  return progress === 'delivered' && (deliveredAt === null || deliveredAt < ends);
}

export function isMissingThere(differences: readonly DifferenceRecord[]): boolean {
  return differences.some(({ kind }) => kind === 'missing-there');
}

/** It is not told which of the steps are missing: then none of them counts. */
export function isOfMissingSteps({ kind, field }: DifferenceRecord): boolean {
  return kind === 'steps' && field === 'steps.missing';
}

/** What differs there is not known, and counts as if it was not there. */
function blanked(facts: ScoreFacts, differences: readonly DifferenceRecord[]): ScoreFacts {
  const gone = new Set<string>(
    differences.filter(({ kind }) => kind === 'field').flatMap(({ field }) => WIRE_MEMBERS[field] ?? []),
  );
  return gone.size === 0 ? facts : Object.fromEntries(Object.entries(facts).filter(([name]) => !gone.has(name)));
}

function unique(steps: readonly StepRecord[]): StepSeen[] {
  const seen = new Map<string, StepSeen>(
    steps.map(({ status, at }: { status: Status; at: number }) => [`${String(status)}|${String(at)}`, { status, at }]),
  );
  return [...seen.values()];
}
