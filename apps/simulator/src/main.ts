import { readEnvironment, runProcess } from '#runtime';
import { SimulatorSettings } from './settings.ts';
import { startSimulator } from './start.ts';

await runProcess('simulator', () => {
  const { port, bindAddress, dataDir, username, password, communeTargets, ...rest } = readEnvironment(SimulatorSettings);
  const { provinceClientId: clientId, provinceClientSecret: clientSecret } = rest;
  const province = clientId === undefined || clientSecret === undefined ? undefined : { clientId, clientSecret };
  return startSimulator({ port, bindAddress, dataDir, national: { username, password }, province, communeTargets });
});
