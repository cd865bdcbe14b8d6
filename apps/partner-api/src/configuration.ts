import { Province } from '#protocols';
import {
  EvidenceEnvironment,
  glanceAtEnvironment,
  openSettingsFile,
  ProcessEnvironment,
  readEnvironment,
  readSecrets,
  readSigningKey,
  readTogether,
  SecretsEnvironment,
  showSettingsFile,
  type ProcessConfiguration,
  type Secrets,
  type SettingsFile,
  type SigningKey,
  type Source,
} from '#runtime';
import { PartnerApiSettings } from './settings.ts';

/** All that a door is configured with. */
export interface PartnerApiConfiguration {
  readonly process: ProcessEnvironment;
  readonly settings: PartnerApiSettings;
  readonly province: SettingsFile<Province>;
  readonly secrets: Secrets;
  readonly signer: SigningKey;
}

/** What a door is configured by. */
export const PARTNER_API: ProcessConfiguration<PartnerApiConfiguration> = {
  name: 'partner-api',
  environment: [ProcessEnvironment, SecretsEnvironment, EvidenceEnvironment, PartnerApiSettings],
  read: (source) =>
    readTogether<PartnerApiConfiguration>({
      process: () => readEnvironment(ProcessEnvironment, source),
      settings: () => readEnvironment(PartnerApiSettings, source),
      province: () => openOwnProvince(source),
      secrets: () => readSecrets(source),
      signer: () => readSigningKey(source),
    }),
  show: () => showSettingsFile(openOwnProvince()),
};

/** The province as its file has it now. @throws ConfigurationError */
export function openOwnProvince(source?: Source): SettingsFile<Province> {
  return openSettingsFile(glanceAtEnvironment(PartnerApiSettings, source).provinceFile, Province, { source });
}
