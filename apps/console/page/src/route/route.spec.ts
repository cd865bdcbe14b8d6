import { describe, expect, it } from '@jest/globals';
import { paths, readPath } from './route.ts';

describe('addresses of the page', () => {
  it.each([
    ['/', { at: 'overview', incident: undefined }],
    ['/audit', { at: 'audit' }],
    ['/code-tables', { at: 'code-tables' }],
    [
      paths.codeTable({ partner: 'national', table: 'status', direction: 'in' }),
      { at: 'code-table', partner: 'national', table: 'status', direction: 'in' },
    ],
    ['/replays', { at: 'replays' }],
    ['/units', { at: 'units' }],
    [paths.unit('15772'), { at: 'unit', code: '15772' }],
    [paths.merger('0199a1b2'), { at: 'merger', id: '0199a1b2' }],
    [paths.replay('0199a1b2'), { at: 'replay', id: '0199a1b2' }],
    [paths.incident('0199a1b2'), { at: 'overview', incident: '0199a1b2' }],
    [paths.dossier('H56.14797-261123-0001'), { at: 'dossier', code: 'H56.14797-261123-0001' }],
    [paths.dossier('a/b ă'), { at: 'dossier', code: 'a/b ă' }],
  ])('%s is read back as what it was made from', (path, route) => {
    expect(readPath(path)).toEqual(route);
  });

  it.each([
    '/nothing',
    '/dossiers',
    '/dossiers/',
    '/incidents',
    '/audit/1',
    '/code-tables/national.status',
    '/code-tables/a.b.on',
    '/code-tables/a.b.in.c',
    '/dossiers/a/b',
    '//',
  ])('%s leads nowhere', (path) => {
    expect(readPath(path)).toEqual({ at: 'nowhere' });
  });

  it('survives an address that was cut', () => {
    expect(readPath('/dossiers/%E1%BB')).toEqual({ at: 'dossier', code: '%E1%BB' });
  });
});
