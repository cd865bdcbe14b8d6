import { openPartners, type Partners } from '#protocols';
import {
  glanceAtEnvironment,
  ProcessEnvironment,
  readEnvironment,
  readTogether,
  showSettingsFile,
  type ProcessConfiguration,
  type SettingsFile,
  type Source,
} from '#runtime';
import { DIALECT_SETTINGS } from './dialect-settings.ts';
import { SchedulerSettings } from './settings.ts';

/** All that a scheduler is configured with. */
export interface SchedulerConfiguration {
  readonly process: ProcessEnvironment;
  readonly settings: SchedulerSettings;
  readonly partners: SettingsFile<Partners>;
}

/** What a scheduler is configured by. */
export const SCHEDULER: ProcessConfiguration<SchedulerConfiguration> = {
  name: 'scheduler',
  environment: [ProcessEnvironment, SchedulerSettings],
  read: (source) =>
    readTogether<SchedulerConfiguration>({
      process: () => readEnvironment(ProcessEnvironment, source),
      settings: () => readEnvironment(SchedulerSettings, source),
      partners: () => openOwnPartners(source),
    }),
  show: () => showSettingsFile(openOwnPartners()),
};

/** The destinations as the file has them now. @throws ConfigurationError */
export function openOwnPartners(source?: Source): SettingsFile<Partners> {
  return openPartners(glanceAtEnvironment(SchedulerSettings, source).partnersFile, DIALECT_SETTINGS, source);
}
