/** A dossier of 30 fields, as a commune's system sends it at reception; `number` names it. */
export function benchDossier(number: number): string {
  return JSON.stringify({
    dossierCode: codeOf(number),
    sourceCode: `HT-2026-${String(number)}`,
    sourceVersion: 1,
    procedureCode: '2.000815',
    channel: 'direct',
    applicant: {
      kind: 'citizen',
      name: 'Nguyễn Thị Hồng Nhung',
      idNumber: '038188001234',
      email: 'nhung@example.vn',
      phone: '0900000001',
    },
    abstract: 'Chứng thực 02 bản sao bằng tốt nghiệp đại học',
    note: 'Công dân chờ lấy kết quả trong ngày',
    otherInformation: 'Nộp thay theo giấy uỷ quyền',
    receivedAt: '2026-11-23T08:15:00+07:00',
    dueAt: '2026-11-25T17:00:00+07:00',
    submittedAt: '2026-11-23T08:05:00+07:00',
    status: 2,
    returnMethod: 'desk',
    agencyName: 'UBND phường Hạc Thành',
    receiptNumber: `BN-${String(number)}`,
    submissionPlace: '2',
    paidOnline: '0',
    digitised: true,
    vneidVerified: true,
    fees: [{ name: 'Phí chứng thực', code: '1', collection: '1', amount: 4000, kind: '1' }],
    papers: [{ fileId: '9001', name: 'ban-chinh.pdf' }],
  });
}

/**
 * The steps of that dossier, in order, each as a commune's system sends it. They keep its status: one that changes it makes a
 * version too, and how many of those go to the portal is chance.
 */
export function benchSteps(number: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      dossierCode: codeOf(number),
      status: 2,
      occurredAt: `2026-11-23T09:${String(index).padStart(2, '0')}:00+07:00`,
      officer: 'Lê Thị B',
      content: `Thẩm định, bước ${String(index + 1)}`,
    }),
  );
}

function codeOf(number: number): string {
  return `H56.14797-261123-${String(number).padStart(6, '0')}`;
}
