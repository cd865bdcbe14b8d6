import { BusEnvironment, readBusSettings, type BusSettings } from '#bus';
import { openPartners, readOwnOutcomes, type OwnOutcomes, type Partners } from '#protocols';
import {
  glanceAtEnvironment,
  ProcessEnvironment,
  readEnvironment,
  readSecrets,
  readTogether,
  SecretsEnvironment,
  showSettingsFile,
  type ProcessConfiguration,
  type Secrets,
  type SettingsFile,
  type Source,
} from '#runtime';
import { DIALECT_SETTINGS } from './dialect-settings.ts';
import { RelaySettings } from './settings.ts';

/** All that a relay is configured with. */
export interface RelayConfiguration {
  readonly process: ProcessEnvironment;
  readonly settings: RelaySettings;
  readonly partners: SettingsFile<Partners>;
  /** What is added to the outcome tables. */
  readonly outcomes: OwnOutcomes;
  /** Undefined: there is no broker. */
  readonly broker: BusSettings | undefined;
  readonly secrets: Secrets;
}

/** What a relay is configured by. */
export const RELAY: ProcessConfiguration<RelayConfiguration> = {
  name: 'relay',
  environment: [ProcessEnvironment, SecretsEnvironment, RelaySettings, BusEnvironment],
  read: (source) =>
    readTogether<RelayConfiguration>({
      process: () => readEnvironment(ProcessEnvironment, source),
      settings: () => readEnvironment(RelaySettings, source),
      partners: () => openOwnPartners(source),
      outcomes: () => readOwnOutcomes(glanceAtEnvironment(RelaySettings, source).outcomesDir),
      broker: () => readBusSettings(source),
      secrets: () => readSecrets(source),
    }),
  show: () => showSettingsFile(openOwnPartners()),
};

/** The destinations as the file has them now. @throws ConfigurationError */
export function openOwnPartners(source?: Source): SettingsFile<Partners> {
  return openPartners(glanceAtEnvironment(RelaySettings, source).partnersFile, DIALECT_SETTINGS, source);
}
