/** A dossier as a commune sends it; lists hold plain objects, since nothing here but the mapping to the wire looks into them. */
export interface NativeDossier {
  dossierCode: string;
  sourceCode?: string;
  sourceVersion?: number;
  procedureCode: string;
  procedureName?: string;
  fieldCode?: string;
  fieldName?: string;
  channel?: string;
  applicant: Readonly<Record<string, unknown>>;
  abstract?: string;
  note?: string;
  otherInformation?: string;
  receivedAt?: string;
  dueAt?: string;
  finishedAt?: string;
  returnedAt?: string;
  returnNote?: string;
  refusedAt?: string;
  submittedAt?: string;
  status: number;
  returnMethod: string;
  agencyName: string;
  receiptNumber?: string;
  submissionPlace?: string;
  paidOnline?: string;
  digitised?: boolean;
  vneidVerified?: boolean;
  consultedDatabases?: readonly string[];
  fees?: readonly Readonly<Record<string, unknown>>[];
  papers?: readonly Readonly<Record<string, unknown>>[];
  otherPapers?: readonly Readonly<Record<string, unknown>>[];
  results?: readonly Readonly<Record<string, unknown>>[];
  supplements?: readonly Readonly<Record<string, unknown>>[];
}

const PAPER = {
  ...{
    fileId: 'tep-1',
    name: 'to-khai.pdf',
    component: '000.00.00.H56-KQ0001',
    url: 'https://files.example.vn/1.pdf',
    deleted: false,
  },
  ...{ digitised: true, reused: '1', fromNationalStore: true, replacedByResult: 'KQ-1' },
};
/** The kinds of applicants that are no persons: portals number them differently. */
const BODIES = ['enterprise', 'agency', 'organisation'];
const FEE = { name: 'Lệ phí', code: 'LP01', collection: '1', amount: 8_000, kind: '1' };

/** A dossier in one of several shapes, from the smallest to one with every field. */
export function fullDossier(code: string, given: { status: number; variety: number; receivedAt: string }): NativeDossier {
  const { status, variety, receivedAt } = given;
  const smallest: NativeDossier = {
    dossierCode: code,
    procedureCode: '1.001193',
    applicant: { kind: 'citizen' },
    receivedAt,
    status,
    returnMethod: 'desk',
    agencyName: 'UBND phường Hạc Thành',
  };
  switch (variety % 4) {
    case 0:
      return { ...smallest, ...personal(variety), ...described(code), ...lists(receivedAt) };
    case 1:
      return smallest;
    case 2:
      return {
        ...smallest,
        ...personal(variety),
        procedureCode: '1.000894',
        channel: 'direct',
        dueAt: receivedAt,
        fees: [FEE, { name: 'Phí', amount: 0 }],
      };
    default:
      return {
        ...smallest,
        ...described(code),
        applicant: { kind: BODIES[Math.floor(variety / 4) % BODIES.length], name: 'Công ty TNHH Một', idNumber: '2800000001' },
      };
  }
}

function personal(variety: number): Pick<NativeDossier, 'applicant'> {
  const idNumber = `038${String(100_000_000 + variety).slice(-9)}`;
  const identities = [
    { kind: 'cccd', number: idNumber },
    { kind: 'cmnd', number: '171234567' },
  ];
  return {
    applicant: {
      ...{ kind: 'citizen', name: `Nguyễn Văn ${String(variety)}`, idNumber, accountId: `tk-${String(variety)}` },
      ...{ email: 'a@example.vn', phone: '0900000000', fax: '02370000000' },
      ...(variety % 8 === 0 ? { identities } : {}),
    },
  };
}

function described(code: string): Partial<NativeDossier> {
  return {
    ...{
      sourceCode: `HT-${code}`,
      procedureName: 'Đăng ký khai sinh',
      fieldCode: 'G15-HT01',
      fieldName: 'Hộ tịch',
      channel: 'online',
    },
    ...{
      abstract: 'Đăng ký '.repeat(140).trim(),
      note: 'Ghi chú',
      otherInformation: 'Thông tin khác',
      returnNote: 'Trả tại quầy',
    },
    ...{
      receiptNumber: 'BN-0001',
      submissionPlace: '1',
      paidOnline: '1',
      digitised: true,
      vneidVerified: true,
      returnMethod: 'post',
    },
    ...{ submittedAt: '2026-01-02T08:00:00+07:00', dueAt: '2026-02-02T17:00:00Z', consultedDatabases: ['CSDLDC', 'CSDLHT'] },
  };
}

function lists(at: string): Partial<NativeDossier> {
  const supplement = {
    ...{
      id: 7,
      requestedBy: 'Lê Thị B',
      content: 'Bổ sung bản sao',
      requestedAt: at,
      receivedBy: 'Lê Thị B',
      receivedNote: 'Đã nhận đủ',
    },
    ...{ receivedAt: at, completed: true, papers: [PAPER], fees: [FEE], dueBefore: at, dueAfter: at },
  };
  return {
    fees: [FEE, { ...FEE, code: 'LP02', amount: 15_000 }],
    papers: [PAPER, { fileId: 'tep-2', name: 'anh.jpg' }],
    otherPapers: [{ name: 'Sổ hộ khẩu', quantity: 1, kind: 2 }, { name: 'Đơn' }],
    results: [
      { name: 'ket-qua.pdf', component: 'KQ0001', paperId: 'GT-1', url: 'https://files.example.vn/kq.pdf', resultCode: 'KQ-1' },
    ],
    supplements: [supplement],
  };
}
