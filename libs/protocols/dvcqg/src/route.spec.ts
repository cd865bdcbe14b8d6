import { describe, expect, it } from '@jest/globals';
import { routeOf, type Route } from './route.ts';
import { DvcqgSettings } from './settings.ts';

const ACCOUNT = { madonvi: '000.00.00.H56', username: 'h56', password: 'x' };
const DSTCODE = 'VN:GOV:000.00.00.G22:vpcpdvcprovider';
const ADAPTER = { transport: 'adapter', baseUrl: 'http://10.0.0.5:8081/XrdAdapter/RestService/forward/', dstcode: DSTCODE };
const WRAPPER = { transport: 'wrapper', baseUrl: 'https://api.vn/K', createPath: '/a', updatePath: '/b', progressPath: '/c' };

const route = (settings: object): Route => routeOf(Object.assign(new DvcqgSettings(), settings));

describe('the route', () => {
  it('straight to the portal has its paths and no more headers than JSON needs', () => {
    expect(route({ ...ACCOUNT, baseUrl: 'https://portal.vn/x/' })).toEqual({
      ...{ kind: 'envelope', origin: 'https://portal.vn', madonvi: ACCOUNT.madonvi },
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      paths: { login: '/x/mapi/login', integration: '/x/mapi/g', share: '/x/mapi/g' },
      account: { username: 'h56', password: 'x' },
    });
  });

  it('keeps the paths of code lists and of everything else apart', () => {
    const own = { loginPath: '/l', integrationPath: '/i', sharePath: '/s' };
    const paths = { login: '/x/l', integration: '/x/i', share: '/x/s' };
    expect(route({ ...ACCOUNT, ...own, baseUrl: 'https://portal.vn/x' })).toMatchObject({ paths });
  });

  it.each([
    [{}, { charset: 'utf-8', dstcode: DSTCODE }, ''],
    [{ dstcodeIn: 'header' }, { charset: 'utf-8', dstcode: DSTCODE }, ''],
    [{ dstcodeIn: 'query' }, {}, `?dstcode=${DSTCODE}`],
    [
      { dstcodeIn: 'query', providerUrl: 'http://10.0.0.41:8083/a b' },
      {},
      `?dstcode=${DSTCODE}&providerurl=http%3A%2F%2F10.0.0.41%3A8083%2Fa%20b`,
    ],
    [{ providerUrl: 'https://kho.vn' }, { charset: 'utf-8', dstcode: DSTCODE }, '?providerurl=https%3A%2F%2Fkho.vn'],
  ])('through an adapter names the portal at every path: %j', (more, headers, query) => {
    const base = '/XrdAdapter/RestService/forward';
    const found = route({ ...ACCOUNT, ...ADAPTER, ...more });
    expect(found).toMatchObject({
      origin: 'http://10.0.0.5:8081',
      paths: { login: `${base}/mapi/login${query}`, integration: `${base}/mapi/g${query}`, share: `${base}/mapi/g${query}` },
    });
    expect(found.headers).toEqual({ accept: 'application/json', 'content-type': 'application/json', ...headers });
  });

  it('over the wrapper has an address per kind of call, or one with a flag', () => {
    expect(route(WRAPPER)).toMatchObject({
      ...{ kind: 'wrapper', origin: 'https://api.vn', entry: { kind: 'open' } },
      paths: { create: '/K/a', update: '/K/b', steps: '/K/c' },
    });
    const flagged = { ...WRAPPER, updatePath: undefined, updatingIn: 'query', madonvi: '000.00.01.H22' };
    expect(route(flagged)).toMatchObject({
      paths: {
        create: '/K/a?MaDinhDanhDV=000.00.01.H22&isUpdating=False',
        update: '/K/a?MaDinhDanhDV=000.00.01.H22&isUpdating=True',
        steps: '/K/c?MaDinhDanhDV=000.00.01.H22',
      },
    });
  });

  it('over the wrapper is opened by nothing, a fixed header, or a token from its own host', () => {
    expect(route({ ...WRAPPER, authorization: 'Bearer a' })).toMatchObject({
      entry: { kind: 'fixed', authorization: 'Bearer a' },
    });
    expect(route({ ...WRAPPER, tokenUrl: 'http://10.0.0.6:8280/token', clientId: 'khoá', clientSecret: 'a:b' })).toMatchObject({
      entry: {
        ...{ kind: 'token', origin: 'http://10.0.0.6:8280', path: '/token' },
        authorization: `Basic ${Buffer.from('khoá:a:b').toString('base64')}`,
      },
    });
    expect(route({ ...WRAPPER, tokenUrl: 'http://t', clientId: 'k', clientSecret: 's' })).toMatchObject({ entry: { path: '/' } });
  });

  it('needs checked settings', () => {
    expect(() => route({ ...WRAPPER, updatePath: undefined })).toThrow('updatePath');
  });
});
