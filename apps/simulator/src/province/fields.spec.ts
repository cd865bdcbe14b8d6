import { describe, expect, it } from '@jest/globals';
import { DOCUMENT, TRACE } from './fields.ts';

const NONE = '0000-00-00T00:00:00.000+0700';
const TIME = '2026-11-23T08:15:00.000+0700';
const DOCUMENT_ITEM = {
  ...{ DocTypeCode: '2.000815', DocTypeName: 'Chứng thực', DocCode: 'H56.14797-261123-0001', CitizenName: 'Lê Thị B' },
  ...{ ApplicantsId: '038200000001', ApplicantsType: 1, Phone: '0900000000', DateReceived: TIME, DateAppointed: NONE },
  ...{ IsSuccess: false, SuccessDate: NONE, IsReturned: false, ReturnedDate: NONE, ReturnedType: 0, Status: 1 },
  ...{ ProcessingOrganName: 'UBND phường Hạc Thành', Attachments: [] },
  ...{ OrganInchargeIdLevel1: 'H56.14797', OrganInchargeName: 'UBND phường Hạc Thành' },
};
const TRACE_ITEM = {
  ...{ DocumentId: 'H56.14797-261123-0001', DocCode: 'H56.14797-261123-0001', UserName: 'Lê Thị B', UserPosition: '' },
  ...{ DateCreated: TIME, Comment: 'Thẩm định', Status: 4 },
  ...{ OrganizationInchargeIdLevel1: 'H56.14797', OrganizationInchargeName: 'UBND phường Hạc Thành' },
};
const ATTACHMENT = { Attachmentld: 1, AttachmentName: 'Đơn', IsDeleted: false, Base64: 'QQ==', IsVerified: true };
const SUPPLEMENT = {
  ...{ SupplementaryId: 1, SendUser: 'Lê Thị B', SendComment: 'Thiếu bản sao', SendDate: TIME, ReceivedDate: NONE },
  ...{ IsReceived: false, OldDateAppointed: TIME },
};
const FEE = { FeeName: 'Phí', FeeType: 4, Price: 2_000.5 };
const PAPER = { PaperName: 'Đơn', Amount: 1, PaperType: 1 };

const without = (item: object, field: string): object =>
  Object.fromEntries(Object.entries(item).filter(([name]) => name !== field));
const document = (more: object): string | undefined => DOCUMENT({ ...DOCUMENT_ITEM, ...more }, '');
const trace = (more: object): string | undefined => TRACE({ ...TRACE_ITEM, ...more }, '');

describe('a document', () => {
  it('is accepted with what the schema demands, and with everything that it knows', () => {
    expect(document({})).toBeUndefined();
    const texts = [
      'CitizenInfo',
      'Address',
      'Email',
      'Compendium',
      'ApproverName',
      'ApproverPosition',
      'SuccessNote',
      'ReturnNote',
      'Note',
    ];
    expect(
      document({
        ...Object.fromEntries(texts.map((name) => [name, ''])),
        ...{ FinishedDate: NONE, RequireSupplementaryDate: TIME, HasSupplementary: 'true', IsReturned: 'false' },
        Attachments: [ATTACHMENT, { ...without(ATTACHMENT, 'Attachmentld'), AttachmentId: 2 }, without(ATTACHMENT, 'IsDeleted')],
        DocFees: [FEE],
        DocPapers: [PAPER],
        Supplementaries: [
          SUPPLEMENT,
          { ...SUPPLEMENT, ReceivedUser: '', ReceivedComment: '', Papers: [PAPER], Fees: [FEE], NewDateAppointed: NONE },
        ],
      }),
    ).toBeUndefined();
  });

  it.each(['DocTypeCode', 'DocTypeName', 'DocCode', 'ProcessingOrganName', 'OrganInchargeIdLevel1', 'OrganInchargeName'])(
    'is refused with a blank %s',
    (field) => {
      expect(document({ [field]: '' })).toBe(`Trường ${field} không được để trống`);
      expect(document({ [field]: ' \t' })).toBe(`Trường ${field} không được để trống`);
    },
  );

  it.each(['CitizenName', 'ApplicantsId', 'Phone'])('may lack what a dossier can lack, but not the field: %s', (field) => {
    expect(document({ [field]: '' })).toBeUndefined();
  });

  it.each(Object.keys(DOCUMENT_ITEM))('is refused without %s, or with null', (field) => {
    expect(DOCUMENT(without(DOCUMENT_ITEM, field), '')).toBe(`Thiếu trường ${field}`);
    expect(document({ [field]: null })).toMatch(new RegExp(`^Trường ${field} không hợp lệ`));
  });

  it.each([
    ...['DocTypeCode', 'DocTypeName', 'DocCode', 'CitizenName', 'CitizenInfo', 'ApplicantsId', 'Address', 'Email', 'Phone'].map(
      (field) => [field, 7] as const,
    ),
    ...['Compendium', 'ApproverName', 'ApproverPosition', 'SuccessNote', 'ReturnNote', 'ProcessingOrganName', 'Note'].map(
      (field) => [field, true] as const,
    ),
    ...['OrganInchargeIdLevel1', 'OrganInchargeName', 'Email'].map((field) => [field, null] as const),
    ...[0, 5, 1.5, '1', null].map((value) => ['ApplicantsType', value] as const),
    ...[-1, 2, '0', false].map((value) => ['ReturnedType', value] as const),
    ...[0, 3, 10, '1'].map((value) => ['Status', value] as const),
    ...['true', 0, null].map((value) => ['IsSuccess', value] as const),
    ...['1', 0, 'True'].map((value) => ['IsReturned', value] as const),
    ...['1', 1].map((value) => ['HasSupplementary', value] as const),
    ...['Attachments', 'DocFees', 'DocPapers', 'Supplementaries'].map((field) => [field, {}] as const),
  ])('is refused with %s = %j', (field, value) => {
    expect(document({ [field]: value })).toMatch(new RegExp(`^Trường ${field} không hợp lệ`));
  });

  const ODD_DATES = [
    ...['20261123081500', '2026-11-23T08:15:00', '2026-11-23T08:15:00+0700', '2026-11-23T08:15:00.000+07:00', '23/11/2026'],
    ...[
      '2026-11-23T08:15:00.000Z',
      '2026-11-23 08:15:00.000+0700',
      '2026-02-29T08:15:00.000+0700',
      '2026-11-23T24:00:00.000+0700',
    ],
  ];
  const DATES = ['DateReceived', 'DateAppointed', 'SuccessDate', 'ReturnedDate', 'FinishedDate', 'RequireSupplementaryDate'];
  it.each(DATES.flatMap((field) => [...ODD_DATES, 1_795_396_500_000].map((value) => [field, value] as const)))(
    'is refused with the date %s = %j',
    (field, value) => {
      expect(document({ [field]: value })).toContain(`Trường ${field} không hợp lệ: phải là ngày dạng`);
    },
  );

  it.each(DATES.filter((field) => field !== 'DateReceived'))('tells "none" by its own date, not by a blank: %s', (field) => {
    expect(document({ [field]: NONE })).toBeUndefined();
    expect(document({ [field]: '' })).toContain(field);
  });

  it('may have no date of reception only while it is not released (assumption A10)', () => {
    expect(document({ DateReceived: '' })).toBeUndefined();
    expect(document({ DateReceived: '', Status: 2 })).toContain('DateReceived');
    expect(document({ DateReceived: NONE })).toContain('DateReceived');
  });

  it.each([
    ['Attachments[0].Base64', { Attachments: [without(ATTACHMENT, 'Base64')] }],
    ['Attachments[0].Base64', { Attachments: [{ ...ATTACHMENT, Base64: '' }] }],
    ['Attachments[0].Base64', { Attachments: [{ ...ATTACHMENT, Base64: 'QQ=' }] }],
    ['Attachments[0].Base64', { Attachments: [{ ...ATTACHMENT, Base64: 'Q Q=' }] }],
    ['Attachments[0].Base64', { Attachments: [{ ...ATTACHMENT, Base64: 12 }] }],
    ['Attachments[1].Attachmentld', { Attachments: [ATTACHMENT, without(ATTACHMENT, 'Attachmentld')] }],
    ['Attachments[0].Attachmentld', { Attachments: [{ ...ATTACHMENT, AttachmentId: 1 }] }],
    ['Attachments[0].Attachmentld', { Attachments: [{ ...ATTACHMENT, Attachmentld: '1' }] }],
    ['Attachments[0].AttachmentID', { Attachments: [{ ...ATTACHMENT, AttachmentID: 1 }] }],
    ['Attachments[0].AttachmentName', { Attachments: [without(ATTACHMENT, 'AttachmentName')] }],
    ['Attachments[0].IsDeleted', { Attachments: [{ ...ATTACHMENT, IsDeleted: 'False' }] }],
    ['Attachments[0].IsVerified', { Attachments: [without(ATTACHMENT, 'IsVerified')] }],
    ['Attachments[0]', { Attachments: ['QQ=='] }],
    ['DocFees[0].Price', { DocFees: [{ ...FEE, Price: '2000' }] }],
    ['DocFees[0].Price', { DocFees: [{ ...FEE, Price: -1 }] }],
    ['DocFees[0].FeeType', { DocFees: [{ ...FEE, FeeType: '4' }] }],
    ['DocFees[0].FeeName', { DocFees: [without(FEE, 'FeeName')] }],
    ['DocPapers[0].Amount', { DocPapers: [{ ...PAPER, Amount: 1.5 }] }],
    ['DocPapers[0].PaperType', { DocPapers: [without(PAPER, 'PaperType')] }],
    ['Supplementaries[0].SupplementaryId', { Supplementaries: [{ ...SUPPLEMENT, SupplementaryId: '1' }] }],
    ['Supplementaries[0].SendDate', { Supplementaries: [{ ...SUPPLEMENT, SendDate: '' }] }],
    ['Supplementaries[0].ReceivedDate', { Supplementaries: [without(SUPPLEMENT, 'ReceivedDate')] }],
    ['Supplementaries[0].IsReceived', { Supplementaries: [{ ...SUPPLEMENT, IsReceived: 0 }] }],
    ['Supplementaries[0].OldDateAppointed', { Supplementaries: [without(SUPPLEMENT, 'OldDateAppointed')] }],
    ['Supplementaries[0].Papers[0].PaperName', { Supplementaries: [{ ...SUPPLEMENT, Papers: [without(PAPER, 'PaperName')] }] }],
    ['Supplementaries[0].Fees[1].Price', { Supplementaries: [{ ...SUPPLEMENT, Fees: [FEE, without(FEE, 'Price')] }] }],
    ['DocumentId', { DocumentId: 'x' }],
    ['docCode', { docCode: 'x' }],
    ['toString', { toString: 'x' }],
  ])('is refused because of %s in %j', (field, more) => {
    expect(`${document(more) ?? ''} `).toContain(`rường ${field} `);
  });
});

describe('a trace', () => {
  it('is accepted with what the schema demands', () => {
    expect(trace({})).toBeUndefined();
    expect(TRACE(without(without(TRACE_ITEM, 'Comment'), 'Status'), '')).toBeUndefined();
  });

  it.each(['DocumentId', 'DocCode', 'UserName', 'DateCreated', 'OrganizationInchargeIdLevel1', 'OrganizationInchargeName'])(
    'is refused with a blank %s',
    (field) => {
      expect(trace({ [field]: ' ' })).toBe(`Trường ${field} không được để trống`);
    },
  );

  it.each(Object.keys(TRACE_ITEM).filter((field) => field !== 'Comment' && field !== 'Status'))(
    'is refused without %s',
    (field) => {
      expect(TRACE(without(TRACE_ITEM, field), '')).toBe(`Thiếu trường ${field}`);
      expect(trace({ [field]: 4 })).toMatch(new RegExp(`^Trường ${field} không hợp lệ`));
    },
  );

  it.each([
    ['Status', '4'],
    ['Status', 4.5],
    ['Comment', null],
    ['DateCreated', NONE],
    ['DateCreated', '2026-11-23T08:15:00+07:00'],
    ['OrganInchargeIdLevel1', 'H56.14797'],
  ])('is refused with %s = %j', (field, value) => {
    expect(trace({ [field]: value })).toContain(`Trường ${field} `);
  });

  it.each([[null], ['x'], [[]], [[TRACE_ITEM]], [undefined], [7]])('is refused when the body is %j', (body) => {
    expect(TRACE(body, '')).toBe('Dữ liệu phải là một đối tượng JSON');
  });
});
