import { legalDay, sha256 } from '#canonical';
import { officerName, plain, type StepToWrite, type WireItem, type Written } from '#protocols';
import { writeDate } from './date.write.ts';
import { Codes } from './lgsp-document.codes.ts';
import type { WireTrace } from './lgsp-document.wire.ts';

/** Writes a step. Department, start and due date of a step have no place on this wire. */
export function writeTrace(input: StepToWrite): Written {
  const { step } = input;
  const codes = new Codes(input);
  const agency = codes.agency(legalDay(step.occurredAt));
  const item = {
    DocumentId: step.dossierCode,
    DocCode: step.dossierCode,
    UserName: officerName(step.officer),
    UserPosition: step.title ?? '',
    DateCreated: writeDate(step.occurredAt),
    Comment: step.content,
    Status: codes.integer('trace-status', String(step.status), '/status'),
    OrganizationInchargeIdLevel1: agency.identifier,
    OrganizationInchargeName: agency.name,
  } satisfies WireTrace;
  return codes.missing.length > 0 ? { kind: 'unmapped', missing: codes.missing } : { kind: 'written', item };
}

const KEY_MEMBERS = [
  'UserPosition',
  'DateCreated',
  'Comment',
  'Status',
  'OrganizationInchargeIdLevel1',
  'OrganizationInchargeName',
] as const satisfies readonly (keyof WireTrace)[];

/** One value for a trace: all its fields after our cuts, trimmed, NFC, numbers as text. A digest, so that it carries no name with it. */
export function stepKey(item: WireItem): string {
  return sha256(
    JSON.stringify([
      plain(item['DocumentId']).toUpperCase(),
      plain(item['DocCode']).toUpperCase(),
      officerName(plain(item['UserName'])),
      ...KEY_MEMBERS.map((member) => plain(item[member])),
    ]),
  );
}
