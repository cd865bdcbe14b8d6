import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { readRun } from './read-run.ts';
import { Targets } from './targets.ts';

const NOW = Date.parse('2026-11-23T05:00:00Z');
const LEAST = { client: 'ha-giang', base: 'http://127.0.0.1:8080/', apiKey: 'k', agencyCode: 'H56.14797', dossiers: 2, seed: 1 };

const read = (more: object): unknown => readRun({ ...LEAST, ...more }, new Targets(''), NOW);

describe('reading a request to run', () => {
  it('fills in what was not said', () => {
    expect(read({})).toEqual({
      client: 'ha-giang',
      account: {
        ...{
          base: 'http://127.0.0.1:8080/KetNoiMotCuaQuocGia',
          username: '',
          password: '',
          apiKey: 'k',
          agencyCode: 'H56.14797',
        },
        ...{ madonvi: '000.00.00.H56', sessionSeconds: 600, variant: undefined },
      },
      workload: { agencyCode: 'H56.14797', day: '2026-11-22', dossiers: 2, seed: 1 },
      ...{ rounds: 20, pauseMs: 200, timeoutMs: 60_000 },
    });
  });

  it('takes null for not said', () => {
    const nothing = { variant: null, pathPrefix: null, username: null, password: null, day: null, rounds: null, madonvi: null };
    expect(read(nothing)).toEqual(read({}));
    expect(read({ apiKey: null })).toMatchObject([{ field: '/apiKey' }]);
  });

  it('begins a classic client at the base itself, or where it is told', () => {
    const classic = { client: 'opencps', username: 'u', password: 'p' };
    expect(read(classic)).toMatchObject({ account: { base: 'http://127.0.0.1:8080' } });
    const pathPrefix = '/VXPAdapter/RestService/forward';
    expect(read({ ...classic, pathPrefix })).toMatchObject({ account: { base: `http://127.0.0.1:8080${pathPrefix}` } });
  });

  it('names every faulty field at once', () => {
    const problems = readRun({}, new Targets(''), NOW) as { field: string; message: string }[];
    expect(problems.map(({ field }) => field)).toEqual(['/client', '/base', '/agencyCode', '/dossiers', '/seed']);
    expect(problems[2]?.message).toBe('mã định danh như H56.14797 / an agency code like H56.14797');
    expect(readRun([], new Targets(''), NOW)).toMatchObject([{ field: '' }]);
  });
});
