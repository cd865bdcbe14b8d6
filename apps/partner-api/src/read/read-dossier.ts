import { instantOf, legalDay, type CodeSnapshot, type Dossier, type SourceVersion } from '#canonical';
import type { Finding, RefusedItem, SubmittedDossier } from '#ledger';
import { canonicalForm } from './canonical-form.ts';
import { DossierBody } from './dossier-body.ts';
import type { FilesOfDossier } from './files.ts';
import type { HouseRules } from './house-rules.ts';
import { codeIn, inspectItem } from './inspect-item.ts';

/** What reading an item needs beside the item. */
export interface ReadingContext extends HouseRules {
  readonly codes: CodeSnapshot;
  readonly now: Date;
}

type DossierForm = Dossier & { readonly sourceVersion?: SourceVersion };

/** Reads one dossier: well-formed with its warnings, or refused with every fault. */
export function readDossier(value: unknown, context: ReadingContext): SubmittedDossier | RefusedItem {
  const problems = inspectItem(value, DossierBody, context);
  if (problems.length > 0) return { kind: 'refused', dossierCode: codeIn(value, context), problems };
  const warnings: Finding[] = [];
  // The shapes are checked against the canonical types when they compile, and the values just were: this cast adds nothing.
  const form = canonicalForm(value as object, DossierBody, warnings) as unknown as DossierForm;
  const { sourceVersion, ...dossier } = form;
  // Links are judged where they stand in what was sent: empty entries of lists are gone from the canonical form.
  warnings.push(...remarksOn(dossier, context), ...context.files.remarksOn(value as FilesOfDossier));
  return { kind: 'dossier', dossier, cleared: clearedIn(value as object), sourceVersion, warnings };
}

/** What is odd in a dossier as a whole, or in as much of it as is known; links to files apart. */
export function remarksOn(
  { receivedAt, dueAt, submittedAt, procedureCode }: Partial<Dossier>,
  { codes, now }: Pick<ReadingContext, 'codes' | 'now'>,
): Finding[] {
  const remarks: Finding[] = [];
  if (receivedAt !== undefined && dueAt !== undefined && dueAt < receivedAt)
    remarks.push({ field: '/dueAt', code: 'due-before-received' });
  const day = legalDay(receivedAt ?? submittedAt ?? instantOf(now));
  if (procedureCode !== undefined && codes.procedure('national', procedureCode, day) === undefined)
    remarks.push({ field: '/procedureCode', code: 'code.unmapped' });
  return remarks;
}

function clearedIn(value: object): string[] {
  return Object.entries(value)
    .filter(([, member]) => member === null)
    .map(([name]) => name);
}
