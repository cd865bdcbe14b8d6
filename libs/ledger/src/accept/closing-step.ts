import { contentHash, STEP_FILLED_TIMES, type Dossier, type Instant, type Status, type Step } from '#canonical';
import type { DossierMemory } from './memory.ts';
import type { Finding } from './submission.ts';

/** What is said to have been done in a step that is made, by the status that closes the dossier. */
const SAID: Readonly<Partial<Record<Status, string>>> = {
  9: 'Hồ sơ đã xử lý xong',
  10: 'Đã trả kết quả cho tổ chức, cá nhân',
};

/**
 * The step of a version that closes a dossier without one, for a client that asks for it: the national portal counts steps, and
 * some systems only ever send the record. Undefined: nothing is closed, or that very step was made before.
 */
export function closingStep(dossier: Dossier, { code, head, steps }: DossierMemory, now: Instant): Step | undefined {
  const { status, agencyName } = dossier;
  const content = SAID[status];
  if (content === undefined || status === head.status) return undefined;
  const time = STEP_FILLED_TIMES[status];
  const occurredAt = (time === undefined ? undefined : dossier[time]) ?? now;
  const step = { dossierCode: code, status, occurredAt, officer: agencyName, content };
  const hash = contentHash(step);
  return steps.some((known) => known.hash === hash) ? undefined : step;
}

/** The remarks of a version for which a step was made: that the step is made stands in the place of its lack. */
export function remarkClosingStep(warnings: readonly Finding[]): Finding[] {
  return warnings.map((finding) =>
    finding.code === 'status-without-step' ? { ...finding, code: 'closing-step-made' } : finding,
  );
}
