import { BusEnvironment, readBusSettings, type BusSettings } from '#bus';
import { openPartners, type Partners } from '#protocols';
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
} from '#runtime';
import { DIALECT_SETTINGS } from './dialect-settings.ts';
import { RelaySettings } from './settings.ts';

/** All that a relay is configured with. */
export interface RelayConfiguration {
  readonly process: ProcessEnvironment;
  readonly settings: RelaySettings;
  readonly partners: SettingsFile<Partners>;
  /** Undefined: there is no broker. */
  readonly broker: BusSettings | undefined;
  readonly secrets: Secrets;
}

/** What a relay is configured by. */
export const RELAY: ProcessConfiguration<RelayConfiguration> = {
  name: 'relay',
  environment: [ProcessEnvironment, SecretsEnvironment, RelaySettings, BusEnvironment],
  read: () =>
    readTogether<RelayConfiguration>({
      process: () => readEnvironment(ProcessEnvironment),
      settings: () => readEnvironment(RelaySettings),
      partners: openOwnPartners,
      broker: () => readBusSettings(),
      secrets: () => readSecrets(),
    }),
  show: () => showSettingsFile(openOwnPartners()),
};

/** The destinations as the file has them now. @throws ConfigurationError */
export function openOwnPartners(): SettingsFile<Partners> {
  return openPartners(glanceAtEnvironment(RelaySettings).partnersFile, DIALECT_SETTINGS);
}
