import type { Applicant, Dossier } from './dossier.ts';
import { isEmpty } from './content-hash.ts';
import { STATUSES_BEFORE_RECEPTION } from './status.ts';

/** A dossier of which only some fields are known: what an update carries that leaves out what it does not change. */
export type DossierDraft = Partial<Omit<Dossier, 'applicant'>> & {
  readonly dossierCode: string;
  readonly applicant?: Partial<Applicant>;
};

type Needed = Exclude<keyof Dossier, 'applicant'>;

const ALWAYS_NEEDED = ['procedureCode', 'status', 'returnMethod', 'agencyName'] as const satisfies readonly Needed[];

/** Fields without which a dossier is none: JSON pointers of those that are missing or empty. Source: protocols §1.6. */
export function missingFields(draft: DossierDraft): string[] {
  const missing: string[] = ALWAYS_NEEDED.filter((field) => isEmpty(draft[field])).map((field) => `/${field}`);
  if (isEmpty(draft.applicant?.kind)) missing.push('/applicant/kind');
  if (isEmpty(draft.receivedAt) && needsReception(draft)) missing.push('/receivedAt');
  return missing;
}

/** Whether a field, as a JSON pointer, may never be emptied in this dossier. */
export function isRequired(pointer: string, dossier: DossierDraft): boolean {
  if (pointer === '/receivedAt') return needsReception(dossier);
  return pointer === '/applicant/kind' || pointer === '/dossierCode' || ALWAYS_NEEDED.some((field) => pointer === `/${field}`);
}

/** A draft that lacks nothing is a dossier. */
export function isWhole(draft: DossierDraft): draft is Dossier {
  return missingFields(draft).length === 0;
}

function needsReception({ status }: DossierDraft): boolean {
  return status === undefined || !STATUSES_BEFORE_RECEPTION.includes(status);
}
