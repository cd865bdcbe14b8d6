import { ProcessEnvironment, readEnvironment, readTogether, type ProcessConfiguration } from '#runtime';
import { SimulatorSettings } from './settings.ts';

/** What the simulator is configured by. */
export const SIMULATOR: ProcessConfiguration<SimulatorSettings> = {
  name: 'simulator',
  environment: [ProcessEnvironment, SimulatorSettings],
  read: (source) =>
    readTogether({
      process: () => readEnvironment(ProcessEnvironment, source),
      settings: () => readEnvironment(SimulatorSettings, source),
    }).settings,
};
