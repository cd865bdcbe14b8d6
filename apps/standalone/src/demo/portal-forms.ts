import type { PortalName } from './portal.ts';
import type { DemoDossier, DemoStep } from './write-dossiers.ts';

type Item = Readonly<Record<string, unknown>>;

/** How a portal holds what the demo sends: what must stand there, member by member. Others are not looked at. */
export interface PortalForm {
  /** Where the code of the procedure stands; a destination may write a suffix behind it. */
  readonly procedure: string;
  /** The last record of a dossier. */
  readonly record: (dossier: DemoDossier) => Item;
  readonly step: (step: DemoStep) => Item;
}

/** The demo's own mappings, by portal. */
export const PORTAL_FORMS: Readonly<Record<PortalName, PortalForm>> = {
  national: {
    procedure: 'MaTTHC',
    record: ({ dossierCode, body, steps }) => ({ MaHoSo: dossierCode, TrangThaiHoSo: String(statusOf(body, steps)) }),
    step: ({ occurredAt, status, officer, title, department, content }) => ({
      ThoiDiemXuLy: occurredAt.slice(0, 19).replace(/\D/g, ''),
      ...{ TrangThai: String(status), NguoiXuLy: officer, ChucDanh: title, PhongBanXuLy: department, NoiDungXuLy: content },
    }),
  },
  province: {
    procedure: 'DocTypeCode',
    record: ({ dossierCode, body, steps }) => {
      const status = statusOf(body, steps);
      const isFinished = status >= FINISHED;
      const finishedAt = datedOrNone(steps.find((step) => step.status === FINISHED)?.occurredAt);
      return {
        ...{ DocCode: dossierCode, Status: isFinished ? 2 : 1 },
        ...{ IsSuccess: isFinished, SuccessDate: isFinished ? finishedAt : NO_DATE, IsReturned: status === RETURNED },
        ...{ DateReceived: dated(String(body['receivedAt'])), DateAppointed: dated(String(body['dueAt'])) },
        ReturnedDate: datedOrNone(steps.find((step) => step.status === RETURNED)?.occurredAt),
        ...{ ApplicantsType: APPLICANTS.indexOf(kindOf(body)) + 1, OrganInchargeIdLevel1: agencyOf(dossierCode) },
      };
    },
    step: ({ dossierCode, occurredAt, status, officer, title, content }) => ({
      ...{ DocumentId: dossierCode, DateCreated: dated(occurredAt), Status: status },
      ...{ UserName: officer, UserPosition: title, Comment: content, OrganizationInchargeIdLevel1: agencyOf(dossierCode) },
    }),
  },
};

const FINISHED = 9;
const RETURNED = 10;
const NO_DATE = '0000-00-00T00:00:00.000+0700';
/** By their number at the province, which is not the order of the national portal. */
const APPLICANTS = ['citizen', 'enterprise', 'organisation', 'agency'];

function statusOf(body: Item, steps: readonly DemoStep[]): number {
  return steps.at(-1)?.status ?? Number(body['status']);
}

function kindOf(body: Item): string {
  return String((body['applicant'] as Item)['kind']);
}

/** The identifier of a commune, with which the codes of its dossiers begin. */
function agencyOf(dossierCode: string): string {
  return dossierCode.split('-')[0] ?? '';
}

/** A time of the demo, which is written in Vietnam, as the province has it. */
function dated(instant: string): string {
  return `${instant.slice(0, 19)}.000+0700`;
}

function datedOrNone(instant: string | undefined): string {
  return instant === undefined ? NO_DATE : dated(instant);
}
