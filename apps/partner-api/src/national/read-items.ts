import { instantOf, isWhole, legalDay } from '#canonical';
import type { Finding, SubmittedItem } from '#ledger';
import type { MalformedItem, Reader, ReadRecord, ReadStep } from '#protocols';
import { dvcqgReader } from '#protocols/dvcqg';
import { counter } from '#runtime';
import { inSlices } from '../accept/slices.ts';
import { remarksOn, type ReadingContext } from '../read/read-dossier.ts';

/** What a push does. */
export type PushKind = 'create' | 'update' | 'steps';

const unknownFields = counter('partner_api_unknown_fields_total', 'Members of items that the national dialect does not know', [
  'kind',
]);

/** Reads the items of a push, each well-formed or refused, its findings by the names of the wire. */
export function readItems(kind: PushKind, values: readonly unknown[], context: ReadingContext): Promise<SubmittedItem[]> {
  const reader = dvcqgReader(context.codes, legalDay(instantOf(context.now)), context.dossierCodePattern);
  return inSlices(values, (value) => submit(readItem(kind, value, reader), kind, context));
}

function readItem(kind: PushKind, value: unknown, reader: Reader): ReadRecord | ReadStep | MalformedItem {
  return kind === 'steps' ? reader.step(value) : reader.record(value, kind === 'create');
}

function submit(read: ReadRecord | ReadStep | MalformedItem, kind: PushKind, context: ReadingContext): SubmittedItem {
  if (read.unknownFields > 0) unknownFields.inc({ kind }, read.unknownFields);
  switch (read.kind) {
    case 'malformed':
      return { kind: 'refused', dossierCode: read.dossierCode, problems: read.problems };
    case 'step':
      return { kind: 'step', step: read.step, sourceCode: undefined, warnings: read.warnings };
    case 'record':
      return submitRecord(read, kind, context);
  }
}

function submitRecord({ draft, emptied, warnings: noted }: ReadRecord, kind: PushKind, context: ReadingContext): SubmittedItem {
  const { applicant, ...fields } = draft;
  const warnings: Finding[] = [...noted, ...remarksOn(fields, context), ...context.files.remarksOn(fields)];
  if (kind === 'update') return { kind: 'changes', changes: draft, emptied, warnings };
  if (!isWhole(draft)) throw new Error('a dossier was read as whole and is not');
  return { kind: 'dossier', isFirst: true, dossier: draft, cleared: [], sourceVersion: undefined, warnings };
}
