import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { aDocument, askToken, aTrace, fetchToken, PROVINCE_ACCOUNT } from '../../support/harness/province-client.ts';
import { TestProvince } from './open-province.ts';

const CODE = 'H56.14797-261123-0001';
const DONE = { http: 200, Status: 200 };
const NO_TOKEN = { http: 401, Status: 401, Message: 'Token không hợp lệ hoặc đã hết hạn' };

let province: TestProvince;
beforeAll(async () => {
  province = await TestProvince.open();
});
afterAll(() => province.close());
beforeEach(() => province.reset());

describe('the wire', () => {
  it('creates, updates, takes traces, and shows all under one running number', async () => {
    expect(await province.sync()).toEqual({ ...DONE, Message: 'Đồng bộ hồ sơ thành công' });
    expect(await province.trace()).toEqual({ ...DONE, Message: 'Cập nhật tiến độ thành công' });
    expect(await province.sync({ Note: 'x', Status: 2 })).toMatchObject(DONE);
    expect(await province.trace({ Status: 9, DateCreated: '2026-11-24T09:00:00.000+0700' })).toMatchObject(DONE);
    const { records, steps, calls, status, ...rest } = await province.held();
    expect(rest).toEqual({ code: CODE, record: aDocument(CODE, { Note: 'x', Status: 2 }) });
    expect(records.map(({ n, item }) => [n, item])).toEqual([
      [1, aDocument(CODE)],
      [3, aDocument(CODE, { Note: 'x', Status: 2 })],
    ]);
    expect(steps.map(({ n, item }) => [n, item['Status']])).toEqual([
      [2, 4],
      [4, 9],
    ]);
    expect(status).toBe('9');
    expect(calls.map(({ service, isUpdating, outcome }) => [service, isUpdating, outcome])).toEqual([
      ['SyncDocument', null, 'accepted'],
      ['UpdateDocumentTraces', null, 'accepted'],
      ['SyncDocument', null, 'accepted'],
      ['UpdateDocumentTraces', null, 'accepted'],
    ]);
    expect(await province.portal.list()).toEqual({ total: 1, items: [{ code: CODE, status: '9', steps: 2 }] });
  });

  it('refuses traces before the dossier, and shows nothing of what it refused', async () => {
    expect(await province.trace()).toEqual({ http: 200, Status: 400, Message: 'Hồ sơ không tồn tại trên hệ thống' });
    expect(await province.sync({ DocTypeCode: ' ' })).toEqual({
      http: 200,
      Status: 400,
      Message: 'Trường DocTypeCode không được để trống',
    });
    expect(await province.portal.read(CODE)).toBeUndefined();
    await province.sync();
    expect(await province.trace({ UserName: '' })).toMatchObject({ Status: 400, Message: 'Trường UserName không được để trống' });
    expect(await province.sync({ Status: 9 })).toMatchObject({ Status: 400, Message: expect.stringContaining('Status') });
    expect(await province.outcomes()).toEqual(['not-found', 'refused', 'accepted', 'refused', 'refused']);
    expect((await province.held()).records).toHaveLength(1);
  });

  it.each([
    ['SyncDocument', [aDocument(CODE)]],
    ['UpdateDocumentTraces', [aTrace(CODE)]],
    ['SyncDocument', 'x'],
    ['UpdateDocumentTraces', null],
  ])('takes one object and nothing else: %s %j', async (service, body) => {
    await province.sync();
    expect(await province.send(service, body)).toEqual({ http: 200, Status: 400, Message: 'Dữ liệu phải là một đối tượng JSON' });
    expect(await province.outcomes()).toEqual(['accepted']);
  });

  it('reads JSON alone, at its own addresses alone', async () => {
    const post = async (path: string, type: string, body: string): Promise<[number, string]> => {
      const headers = { authorization: `Bearer ${province.token}`, 'content-type': type };
      const answer = await fetch(province.url + path, { method: 'POST', headers, body });
      return [answer.status, await answer.text()];
    };
    const [path, document] = ['/lgsp/adapter/Document/SyncDocument', JSON.stringify(aDocument(CODE))];
    expect((await post(path, 'application/json; charset=utf-8', document))[0]).toBe(200);
    expect((await post(path, 'application/json', document.slice(1)))[0]).toBe(400);
    expect((await post(path, 'application/xml', document))[0]).toBe(415);
    const asForm = await post(path, 'application/x-www-form-urlencoded', `DocCode=${CODE}`);
    expect(asForm).toEqual([200, JSON.stringify({ Status: 400, Message: 'Dữ liệu phải là một đối tượng JSON' })]);
    for (const other of ['/lgsp/Document/SyncDocument', '/Document/SyncDocument', '/lgsp/adapter/token'])
      expect((await post(other, 'application/json', document))[0]).toBe(404);
    expect((await province.held()).records).toHaveLength(1);
  });
});

describe('a token', () => {
  it('is given for the account, as a form, and told how long it lives', async () => {
    expect(await askToken(province.url)).toEqual({
      ...{ http: 200, access_token: expect.any(String), scope: 'default', token_type: 'Bearer', expires_in: 3_600 },
    });
    await province.portal.set({ sessionSeconds: 90.5 });
    expect(await askToken(province.url)).toMatchObject({ http: 200, expires_in: 90 });
  });

  it.each([
    ['another secret', { client_secret: 'x' }, 401, 'invalid_client'],
    ['another client', { client_id: 'x' }, 401, 'invalid_client'],
    ['no secret', { client_secret: '' }, 401, 'invalid_client'],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['no grant', { grant_type: undefined }, 400, 'invalid_request'],
  ])('is refused with %s', async (_, more, http, error) => {
    const { clientId, clientSecret } = PROVINCE_ACCOUNT;
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, ...more };
    const given = Object.entries(form).filter((pair): pair is [string, string] => pair[1] !== undefined);
    const asForm = await fetch(`${province.url}/lgsp/token`, { method: 'POST', body: new URLSearchParams(given) });
    expect([asForm.status, await asForm.json()]).toEqual([http, expect.objectContaining({ error })]);
  });

  it('is not given for JSON, nor for an account in a header', async () => {
    const { clientId, clientSecret } = PROVINCE_ACCOUNT;
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
    expect((await fetch(`${province.url}/lgsp/token`, { method: 'POST', headers, body })).status).toBe(400);
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    const form = new URLSearchParams({ grant_type: 'client_credentials' });
    expect((await fetch(`${province.url}/lgsp/token`, { method: 'POST', headers: { authorization }, body: form })).status).toBe(
      401,
    );
  });

  it('opens nothing when it is missing, unknown, or of another scheme', async () => {
    const path = `${province.url}/lgsp/adapter/Document/SyncDocument`;
    const body = JSON.stringify(aDocument(CODE));
    const { token } = province;
    for (const authorization of ['', 'Bearer', 'Bearer x', `Basic ${token}`, token, `Bearer ${token} x`]) {
      const headers = { 'content-type': 'application/json', ...(authorization === '' ? {} : { authorization }) };
      const answer = await fetch(path, { method: 'POST', headers, body });
      expect([answer.status, await answer.json()]).toEqual([401, { Status: NO_TOKEN.Status, Message: NO_TOKEN.Message }]);
    }
    expect(await province.sync()).toMatchObject(DONE);
    expect((await province.outcomes()).slice(0, 2)).toEqual(['session', 'session']);
  });

  it('lives beside others, until a new one ends it or its time is over', async () => {
    const old = province.token;
    province.token = await fetchToken(province.url);
    expect(await province.sync()).toMatchObject(DONE);
    province.token = old;
    expect(await province.sync()).toMatchObject(DONE);
    await province.portal.set({ newLoginEndsOld: true });
    province.token = await fetchToken(province.url);
    expect(await province.sync()).toMatchObject(DONE);
    province.token = old;
    expect(await province.sync()).toEqual(NO_TOKEN);
    await province.portal.set({ sessionSeconds: 0.001 });
    province.token = await fetchToken(province.url);
    await eventually(async () => {
      expect(await province.sync()).toEqual(NO_TOKEN);
    });
  });
});

describe('a setting', () => {
  it('begins as the assumptions say', async () => {
    expect(await province.portal.settings()).toEqual({
      ...{ lookup: 'none', sessionSeconds: 3_600, dedupeTraces: true, newLoginEndsOld: false },
      ...{ upsert: true, acceptsNoAttachments: true, traceStatus: 'national' },
    });
  });

  it('upsert (A6): off, a known dossier is refused as existing', async () => {
    await province.portal.set({ upsert: false });
    expect(await province.sync()).toMatchObject(DONE);
    expect(await province.sync({ Note: 'x' })).toEqual({ http: 200, Status: 400, Message: 'Hồ sơ đã tồn tại trên hệ thống' });
    expect(await province.outcomes()).toEqual(['accepted', 'exists']);
    expect((await province.held()).records).toHaveLength(1);
  });

  it('dedupeTraces (A7): on, a trace that is equal in all fields is stored once; off, as often as it comes', async () => {
    await province.sync();
    expect(await province.trace()).toMatchObject(DONE);
    expect(await province.trace({ Comment: 'Thẩm định lại' })).toMatchObject(DONE);
    const backwards = Object.fromEntries(Object.entries(aTrace(CODE)).reverse());
    expect(await province.send('UpdateDocumentTraces', backwards)).toMatchObject(DONE);
    expect(await province.outcomes()).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
    expect(await province.tracesHeld()).toBe(2);
    await province.portal.set({ dedupeTraces: false });
    expect(await province.trace()).toMatchObject(DONE);
    expect((await province.held()).steps.map(({ n }) => n)).toEqual([2, 3, 4]);
  });

  it('dedupeTraces (A7) compares within a dossier', async () => {
    await province.sync();
    await province.trace();
    await province.send('SyncDocument', aDocument('other'));
    await province.send('UpdateDocumentTraces', aTrace('other'));
    expect((await province.portal.list()).items.map(({ steps }) => steps)).toEqual([1, 1]);
  });

  it('acceptsNoAttachments (A8): off, a document needs one', async () => {
    await province.portal.set({ acceptsNoAttachments: false });
    expect(await province.sync()).toMatchObject({ Status: 400, Message: 'Trường Attachments không được để trống' });
    const attachment = { AttachmentId: 7, AttachmentName: 'Đơn', Base64: 'QQ==', IsVerified: true };
    expect(await province.sync({ Attachments: [attachment] })).toMatchObject(DONE);
  });

  it('traceStatus (A9): any, the portal takes what the known client sends', async () => {
    await province.sync();
    for (const Status of [0, 11, undefined]) {
      expect(await province.trace({ Status })).toMatchObject({ Status: 400, Message: expect.stringContaining('Status') });
    }
    await province.portal.set({ traceStatus: 'any' });
    for (const Status of [0, 11, undefined, 4]) expect(await province.trace({ Status })).toMatchObject(DONE);
    expect(await province.tracesHeld()).toBe(4);
    expect(await province.trace({ Status: '4' })).toMatchObject({ Status: 400 });
  });
});
