import { Province } from '#protocols';
import {
  glanceAtEnvironment,
  openSettingsFile,
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
import { PartnerApiSettings } from './settings.ts';

/** All that a door is configured with. */
export interface PartnerApiConfiguration {
  readonly process: ProcessEnvironment;
  readonly settings: PartnerApiSettings;
  readonly province: SettingsFile<Province>;
  readonly secrets: Secrets;
}

/** What a door is configured by. */
export const PARTNER_API: ProcessConfiguration<PartnerApiConfiguration> = {
  name: 'partner-api',
  environment: [ProcessEnvironment, SecretsEnvironment, PartnerApiSettings],
  read: () =>
    readTogether<PartnerApiConfiguration>({
      process: () => readEnvironment(ProcessEnvironment),
      settings: () => readEnvironment(PartnerApiSettings),
      province: openOwnProvince,
      secrets: () => readSecrets(),
    }),
  show: () => showSettingsFile(openOwnProvince()),
};

/** The province as its file has it now. @throws ConfigurationError */
export function openOwnProvince(): SettingsFile<Province> {
  return openSettingsFile(glanceAtEnvironment(PartnerApiSettings).provinceFile, Province);
}
