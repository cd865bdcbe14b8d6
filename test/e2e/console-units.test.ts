import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { MergerHead, MergerPreview, UnitKin, UnitLife } from '../../apps/console/contract/units.ts';
import { logIn, NARROW, obstacles, openBrowser, openWindow, WIDE, type Window } from '../support/console/browser.ts';
import { PASSWORD } from '../support/console/stand-in-api.ts';
import { StandIn } from '../support/console/stand-in.ts';

const ID = '0199a1b2-c3d4-7e5f-8a9b-00000000000b';
const kin = (id: number, code: string | null, name: string, more: Partial<UnitKin> = {}): UnitKin => ({
  ...{ id, code, name, kind: 'merged', on: '2025-07-01', resolution: '1686/NQ-UBTVQH15' },
  ...more,
});
const life = (id: number, more: Partial<UnitLife>): UnitLife => ({
  ...{
    id,
    code: '15772',
    name: 'Thị trấn Thiệu Hóa',
    type: 'thị trấn',
    validFrom: null,
    validTo: '2024-02-01',
    isDivided: false,
  },
  codes: [{ scheme: 'administrative', code: '15772', validFrom: null, validTo: '2024-02-01', legalBasis: null, endedAt: null }],
  ...{ predecessors: [], successors: [], undecided: 0 },
  ...more,
});
const LIVES = [
  life(1, { successors: [kin(2, '15772', 'Thị trấn Thiệu Hóa', { on: '2024-02-01', resolution: '939/NQ-UBTVQH15' })] }),
  life(2, {
    ...{ validFrom: '2024-02-01', validTo: '2025-07-01', isDivided: true, undecided: 3 },
    predecessors: [kin(1, '15772', 'Thị trấn Thiệu Hóa'), kin(9, null, 'Xã Thiệu Phú')],
    successors: ['15772', '15796', '15835'].map((code, at) => kin(3 + at, code, `Xã ${code}`, { kind: 'split' })),
  }),
];
const MERGER: MergerHead = {
  ...{ id: ID, state: 'previewed', resolution: '7/NQ-UBTVQH16', on: '2027-01-01', rows: 2, reason: 'theo nghị quyết' },
  ...{ createdBy: 'van-hanh', createdAt: '2026-11-27T01:00:00Z', recordedBy: null, withdrawnWhy: null },
};
const PREVIEW: MergerPreview = {
  ...{ version: '0123456789abcdef', isPast: false, unitsBefore: 166, unitsAfter: 165, codeRows: 0, growing: [], faults: [] },
  units: [
    { id: 1, code: '14797', name: 'Phường Hạc Thành', becomes: ['14797'], isDivided: false, dossiers: 1_200, open: 30, late: 0 },
  ],
  made: [{ code: '14797', name: 'Phường Một', of: ['14797', '14758'] }],
  scopes: [{ client: 'hac-thanh', unit: '14797', name: 'Phường Hạc Thành', becomes: ['14797'], carriedOver: false }],
  pending: [{ destination: 'national', pending: 1, waiting: 2, underFormer: 0, why: { vi: 'Không có mã đơn vị', en: 'None' } }],
  codes: [{ scheme: 'administrative', code: '14797', unit: 'Phường Hạc Thành' }],
};

describe('the units on the page', () => {
  let browser: Browser;
  let desk: StandIn;
  let window: Window;
  let page: Page;

  beforeAll(async () => {
    browser = await openBrowser();
    desk = await StandIn.start();
    const units = LIVES.map(({ id, code, name, type, validFrom, validTo }) => ({
      ...{ id, code, name, type, validFrom, validTo, identifiers: ['H56.15772'], madeOf: id === 2 ? 2 : 0 },
    }));
    const answers: readonly (readonly [string, unknown])[] = [
      ['/api/units', { at: '2026-11-27', items: units }],
      ['/api/units/15772', { code: '15772', lives: LIVES }],
      ['/api/mergers', { items: [MERGER] }],
      [`/api/mergers/${ID}`, MERGER],
      [`/api/mergers/${ID}/preview`, PREVIEW],
      [
        '/api/former-codes',
        { items: [{ day: '2026-11-26', code: 'H56.14755', client: 'hac-thanh', way: 'dossier-code', uses: 4 }] },
      ],
    ];
    for (const [path, answer] of answers) desk.api.instead.set(path, { status: 200, answer });
    window = await openWindow(browser, desk.address, WIDE);
    page = window.page;
    await page.goto('/units');
    await logIn(page, 'van-hanh', PASSWORD);
  });

  afterAll(async () => {
    await browser.close();
    await desk.stop();
    expect(window.faults).toEqual([]);
  });

  const sees = async (text: string | RegExp): Promise<void> => {
    await page.getByText(text).first().waitFor();
  };
  const isClean = async (): Promise<void> => {
    for (const size of [WIDE, NARROW]) {
      await page.setViewportSize(size);
      expect(await obstacles(page)).toEqual([]);
    }
    await page.setViewportSize(WIDE);
  };

  it('are found by their names, with “không rõ” where a beginning is not known', async () => {
    await sees('không rõ – 31/01/2024');
    await page.getByLabel('Tìm theo mã, mã định danh hoặc tên').fill('thieu hoa');
    await sees('2 trên 2 đơn vị');
    await sees('H56.14755');
    await isClean();
  });

  it('have their lives drawn, with the resolutions, and what nobody has handed over counted', async () => {
    await page.goto('/units/15772');
    await sees('01/02/2024 – 30/06/2025');
    await sees(/939\/NQ-UBTVQH15/);
    await sees(/3 hồ sơ còn mở chưa bàn giao/);
    await isClean();
  });

  it('are merged by what is looked at first', async () => {
    await page.goto(`/mergers/${ID}`);
    await page.getByRole('button', { name: 'Xem trước' }).click();
    await sees('Không có mã đơn vị');
    await sees('hac-thanh');
    await isClean();
  });
});
