import { readFileSync } from 'node:fs';
import type { NativeDossier } from './full-dossier.ts';
import type { NativeStep } from './script.ts';

type Item = Readonly<Record<string, unknown>>;

const NONE = '0000-00-00T00:00:00.000+0700';
const PROCEDURE_NAMES: Readonly<Record<string, string>> = { '1.001193': 'Đăng ký khai sinh', '1.000894': 'Đăng ký kết hôn' };
/** By their number on this wire: not in the order of the national portal. */
const APPLICANTS = ['citizen', 'enterprise', 'organisation', 'agency'];
const FEE_TYPE = 4;

/**
 * What the provincial portal must hold for a dossier: a small mapping of the harness's own, on purpose without the dialect's, so that a
 * mistake there shows.
 */
export function documentOnWire(dossier: NativeDossier): Item {
  const { dossierCode, procedureCode, status, supplements = [] } = dossier;
  const finishedAt = dateOrNone(dossier.finishedAt);
  return {
    ...{ DocTypeCode: procedureCode, DocTypeName: dossier.procedureName ?? PROCEDURE_NAMES[procedureCode] ?? '' },
    DocCode: dossierCode,
    ...applicantOnWire(dossier.applicant),
    Compendium: text(dossier.abstract).slice(0, 1_000),
    DateReceived: dossier.receivedAt === undefined ? '' : date(dossier.receivedAt),
    DateAppointed: dateOrNone(dossier.dueAt),
    ...{ IsSuccess: status >= 9, SuccessDate: status >= 9 ? finishedAt : NONE, FinishedDate: finishedAt },
    ...{ ApproverName: '', ApproverPosition: '', SuccessNote: '' },
    ...{ IsReturned: status === 10, ReturnedDate: dateOrNone(dossier.returnedAt), ReturnNote: text(dossier.returnNote) },
    ReturnedType: dossier.returnMethod === 'post' ? 1 : 0,
    Status: status >= 9 ? 2 : 1,
    ProcessingOrganName: dossier.agencyName,
    ...{ HasSupplementary: supplements.length > 0, RequireSupplementaryDate: dateOrNone(supplements.at(-1)?.['requestedAt']) },
    Note: text(dossier.note),
    Attachments: [],
    DocFees: (dossier.fees ?? []).map(feeOnWire),
    DocPapers: (dossier.otherPapers ?? []).map((other) => paperOnWire(other['name'], other['quantity'], other['kind'])),
    Supplementaries: supplements.map(supplementOnWire),
    ...{ OrganInchargeIdLevel1: agencyOf(dossierCode), OrganInchargeName: agencyName(dossierCode) },
  };
}

/** A step on the wire: department, start and due date have no place there. */
export function traceOnWire(step: NativeStep): Item {
  const { dossierCode, officer } = step;
  return {
    ...{ DocumentId: dossierCode, DocCode: dossierCode },
    UserName: officer.length <= 50 ? officer : `${officer.slice(0, 46)}…`,
    UserPosition: step.title ?? '',
    DateCreated: date(step.occurredAt),
    Comment: step.content,
    Status: step.status,
    ...{ OrganizationInchargeIdLevel1: agencyOf(dossierCode), OrganizationInchargeName: agencyName(dossierCode) },
  };
}

function applicantOnWire(applicant: Item): Item {
  return {
    ...{ CitizenName: text(applicant['name']), CitizenInfo: '', ApplicantsId: text(applicant['idNumber']) },
    ApplicantsType: APPLICANTS.indexOf(text(applicant['kind'])) + 1,
    ...{ Address: '', Email: text(applicant['email']), Phone: text(applicant['phone']) },
  };
}

function supplementOnWire(given: Item): Item {
  return {
    ...{ SupplementaryId: given['id'], SendUser: text(given['requestedBy']), SendComment: text(given['content']) },
    SendDate: dateOrNone(given['requestedAt']),
    ...{ ReceivedUser: text(given['receivedBy']), ReceivedComment: text(given['receivedNote']) },
    ...{ ReceivedDate: dateOrNone(given['receivedAt']), IsReceived: given['completed'] === true },
    Papers: (given['papers'] as Item[]).map(({ name }) => paperOnWire(name, 1, 0)),
    Fees: (given['fees'] as Item[]).map(feeOnWire),
    ...{ OldDateAppointed: dateOrNone(given['dueBefore']), NewDateAppointed: dateOrNone(given['dueAfter']) },
  };
}

function feeOnWire(given: Item): Item {
  return { FeeName: text(given['name']), FeeType: FEE_TYPE, Price: given['amount'] ?? 0 };
}

function paperOnWire(name: unknown, amount: unknown, kind: unknown): Item {
  return { PaperName: text(name), Amount: amount ?? 0, PaperType: kind ?? 0 };
}

/** The identifier of the unit that received it, which its code begins with. */
function agencyOf(dossierCode: string): string {
  return dossierCode.split('-')[0] ?? '';
}

function agencyName(dossierCode: string): string {
  return agencyNames().get(agencyOf(dossierCode)) ?? '';
}

let names: ReadonlyMap<string, string> | undefined;

function agencyNames(): ReadonlyMap<string, string> {
  names ??= new Map(
    readFileSync('config/units/communes-2025.csv', 'utf8')
      .split('\n')
      .map((row) => row.split(','))
      .map(([code = '', , name = '']) => [`H56.${code}`, name]),
  );
  return names;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** `yyyy-MM-dd'T'HH:mm:ss.SSSZ` in Vietnam; whole seconds. */
function date(instant: string): string {
  return `${new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().slice(0, 19)}.000+0700`;
}

function dateOrNone(instant: unknown): string {
  return typeof instant === 'string' ? date(instant) : NONE;
}
