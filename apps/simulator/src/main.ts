import { ProcessEnvironment, readEnvironment, readTogether, runProcess, type ProcessConfiguration } from '#runtime';
import { SimulatorSettings } from './settings.ts';

const SIMULATOR: ProcessConfiguration<SimulatorSettings> = {
  name: 'simulator',
  environment: [ProcessEnvironment, SimulatorSettings],
  read: () =>
    readTogether({ process: () => readEnvironment(ProcessEnvironment), settings: () => readEnvironment(SimulatorSettings) })
      .settings,
};

await runProcess(SIMULATOR, async ({ port, bindAddress, dataDir, username, password, communeTargets }) => {
  // Who is only asked for its configuration need not wait for what serves.
  const { startSimulator } = await import('./start.ts');
  return startSimulator({ port, bindAddress, dataDir, national: { username, password }, communeTargets });
});
