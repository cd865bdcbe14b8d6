import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, readEnvironment } from '#runtime';
import { PartnerApiSettings } from './settings.ts';

const PATHS = { WRAPPER_CREATE_PATH: '/tinh/them', WRAPPER_UPDATE_PATH: '/tinh/sua', WRAPPER_PROGRESS_PATH: '/tinh/tien-do' };

function read(paths: Partial<typeof PATHS>): PartnerApiSettings {
  return readEnvironment(PartnerApiSettings, { DATABASE_URL: 'postgres://localhost/gateway', ...paths });
}

describe('the paths of the wrapper door', () => {
  it('are where they are configured to be', () => {
    expect(read(PATHS).wrapperPaths).toEqual({ create: '/tinh/them', update: '/tinh/sua', progress: '/tinh/tien-do' });
  });

  it.each(['/mapi/g', '/v1/dossiers', '/docs', '/health/live', '/XrdAdapter/RestService/forward/mapi/g', 'tinh', '/a b'])(
    'are not those of another door: %s',
    (path) => {
      expect(() => read({ ...PATHS, WRAPPER_UPDATE_PATH: path })).toThrow(ConfigurationError);
    },
  );

  it('differ, also by more than the case of letters', () => {
    expect(() => read({ ...PATHS, WRAPPER_UPDATE_PATH: '/Tinh/Them' })).toThrow(/WRAPPER_\*_PATH/);
  });
});
