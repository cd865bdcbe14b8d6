import { readEnvironment, runProcess } from '#runtime';
import { SimulatorSettings } from './settings.ts';
import { startSimulator } from './start.ts';

await runProcess('simulator', () => {
  const { port, bindAddress, dataDir, username, password, communeTargets } = readEnvironment(SimulatorSettings);
  return startSimulator({ port, bindAddress, dataDir, national: { username, password }, communeTargets });
});
