import { runProcess } from '#runtime';
import { SIMULATOR } from './configuration.ts';

await runProcess(SIMULATOR, async ({ port, bindAddress, dataDir, username, password, communeTargets, procedures, ...rest }) => {
  const { provinceClientId: clientId, provinceClientSecret: clientSecret } = rest;
  const province = clientId === undefined || clientSecret === undefined ? undefined : { clientId, clientSecret };
  // Who is only asked for its configuration need not wait for what serves.
  const { startSimulator } = await import('./start.ts');
  return startSimulator({ port, bindAddress, dataDir, national: { username, password }, province, communeTargets, procedures });
});
