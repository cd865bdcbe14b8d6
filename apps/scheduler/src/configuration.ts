import { openPartners, type Partners } from '#protocols';
import {
  EvidenceEnvironment,
  glanceAtEnvironment,
  ProcessEnvironment,
  readEnvironment,
  readSigningKey,
  readTogether,
  showSettingsFile,
  type ProcessConfiguration,
  type SettingsFile,
  type SigningKey,
  type Source,
} from '#runtime';
import { readCalendar } from '#ledger';
import type { Calendar } from '#canonical';
import type { Rules } from '#scoring';
import { readScoring } from './scoring/read-scoring.ts';
import { DIALECT_SETTINGS } from './dialect-settings.ts';
import { SchedulerSettings } from './settings.ts';

/** All that a scheduler is configured with. */
export interface SchedulerConfiguration {
  readonly process: ProcessEnvironment;
  readonly settings: SchedulerSettings;
  readonly partners: SettingsFile<Partners>;
  readonly signer: SigningKey;
  readonly scoring: readonly Rules[];
  readonly calendar: Calendar;
}

/** What a scheduler is configured by. */
export const SCHEDULER: ProcessConfiguration<SchedulerConfiguration> = {
  name: 'scheduler',
  environment: [ProcessEnvironment, EvidenceEnvironment, SchedulerSettings],
  read: (source) =>
    readTogether<SchedulerConfiguration>({
      process: () => readEnvironment(ProcessEnvironment, source),
      settings: () => readEnvironment(SchedulerSettings, source),
      partners: () => openOwnPartners(source),
      signer: () => readSigningKey(source),
      scoring: () => readScoring(glanceAtEnvironment(SchedulerSettings, source).configDir),
      calendar: () => readCalendar(glanceAtEnvironment(SchedulerSettings, source).configDir),
    }),
  show: () => showSettingsFile(openOwnPartners()),
};

/** The destinations as the file has them now. @throws ConfigurationError */
export function openOwnPartners(source?: Source): SettingsFile<Partners> {
  return openPartners(glanceAtEnvironment(SchedulerSettings, source).partnersFile, DIALECT_SETTINGS, source);
}
