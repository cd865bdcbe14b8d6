import { instantOf, type Dossier, type Identity, type Instant, type Status, type Step } from '#canonical';
import { provincialRecord, provincialSteps } from '../../apps/simulator/src/commune/clients/thanh-hoa.wire.ts';
import { openOneStop, type LocalDossier, type Workload } from '../../apps/simulator/src/commune/one-stop.ts';

/** A commune whose dossiers are told twice: truly to the gateway, and by the province's former system as it does it. */
export interface Town {
  /** What the former system sent, a request per line, as an export of it. */
  readonly lines: readonly string[];
  /** What happened, dossier by dossier, as the commune tells the gateway. */
  readonly truth: readonly (readonly (Dossier | Step)[])[];
  readonly dossiers: readonly LocalDossier[];
}

const CHUNK = 10;
const FILES = 'https://tep.mot-cua.example';

/** Lives of dossiers until `moves` of each; the former system tells everything again with every change, and calls what waits finished. */
export function liveInTown(workload: Workload, moves: (index: number) => number): Town {
  const lines: string[] = [];
  const dossiers = openOneStop(workload);
  const truth = dossiers.map((dossier, index) => {
    const told: (Dossier | Step)[] = [];
    for (let move = 0; move < moves(index) && dossier.advance(); move += 1) {
      told.push(toDossier(dossier), toStep(dossier));
      lines.push(...tellAsBefore(dossier));
    }
    return told;
  });
  return { lines, truth, dossiers };
}

function tellAsBefore(dossier: LocalDossier): string[] {
  if (dossier.receivedAt === undefined) return [];
  const steps = provincialSteps(dossier, true);
  const chunks = Array.from({ length: Math.ceil(steps.length / CHUNK) }, (_, at) => steps.slice(at * CHUNK, (at + 1) * CHUNK));
  const record = { service: 'DongBoHoSoMC', isUpdating: 'False', data: [provincialRecord(dossier, true)] };
  return [JSON.stringify(record), ...chunks.map((chunk) => JSON.stringify(chunk))];
}

function toStep({ facts, steps }: LocalDossier): Step {
  const last = steps.at(-1);
  if (last === undefined) throw new Error('nothing happened');
  const { status, at, officer, title, department, content } = last;
  return { dossierCode: facts.code, status: status as Status, occurredAt: instant(at), officer, title, department, content };
}

function toDossier({ facts, status, supplements, ...times }: LocalDossier): Dossier {
  const { applicant, procedure, channel, isEnterprise, note, papers, byPost, code } = facts;
  const fee = { name: code, code: '1', collection: '1', amount: procedure.fee, kind: '1' };
  return {
    ...{ dossierCode: code, procedureCode: procedure.code, procedureName: procedure.name, status: status as Status },
    ...{ fieldCode: procedure.fieldCode, fieldName: procedure.fieldName, channel: channel === 1 ? 'direct' : 'online' },
    applicant: {
      ...{ kind: isEnterprise ? 'enterprise' : 'citizen', name: applicant.name, phone: applicant.phone },
      ...(applicant.idNumber !== '' && { idNumber: applicant.idNumber, identities: identities(applicant.idNumber) }),
      ...(applicant.email !== '' && { email: applicant.email }),
      ...(channel === 2 && { accountId: `TECHID-${applicant.phone}` }),
    },
    ...(note !== '' && { abstract: note }),
    ...timesOf(times),
    ...{ returnMethod: byPost ? 'post' : 'desk', agencyName: facts.agencyName, submissionPlace: '2', digitised: true },
    paidOnline: procedure.fee > 0 ? '1' : '0',
    ...(procedure.fee > 0 && { fees: [fee] }),
    papers: papers.map(({ id, name, paths }) => ({
      ...{ fileId: id, name, url: `${FILES}${paths.join('##')}`, digitised: true, reused: '0' },
    })),
    ...(supplements.length > 0 && { supplements: supplements.map(toSupplement) }),
  };
}

function timesOf(times: Pick<LocalDossier, 'receivedAt' | 'dueAt' | 'finishedAt' | 'returnedAt'>): Partial<Dossier> {
  const { receivedAt, dueAt, finishedAt, returnedAt } = times;
  const given = Object.entries({ receivedAt, dueAt, finishedAt, returnedAt }).filter(([, at]) => at !== undefined);
  return Object.fromEntries(given.map(([name, at]) => [name, instant(at ?? 0)]));
}

function toSupplement(supplement: LocalDossier['supplements'][number]) {
  const { id, askedBy, content, askedAt, dueBefore, resumedAt, dueAfter } = supplement;
  return {
    ...{ id, requestedBy: askedBy, content, requestedAt: instant(askedAt), dueBefore: instant(dueBefore) },
    ...{ completed: resumedAt !== undefined },
    ...(resumedAt !== undefined && { receivedBy: 'Cán bộ một cửa', receivedAt: instant(resumedAt) }),
    ...(dueAfter !== undefined && { dueAfter: instant(dueAfter) }),
  };
}

function identities(number: string): Identity[] {
  if (number.length !== 9 && number.length !== 12) return [];
  return [{ kind: number.length === 12 ? 'cccd' : 'cmnd', number }];
}

function instant(at: number): Instant {
  return instantOf(new Date(at));
}
