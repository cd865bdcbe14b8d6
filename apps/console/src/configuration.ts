import {
  ProcessEnvironment,
  readEnvironment,
  readSecrets,
  readTogether,
  SecretsEnvironment,
  type ProcessConfiguration,
  type Secrets,
} from '#runtime';
import { ConsoleSettings } from './settings.ts';

/** All that a console is configured with. */
export interface ConsoleConfiguration {
  readonly process: ProcessEnvironment;
  readonly settings: ConsoleSettings;
  readonly secrets: Secrets;
}

/** What a console is configured by. */
export const CONSOLE: ProcessConfiguration<ConsoleConfiguration> = {
  name: 'console',
  environment: [ProcessEnvironment, SecretsEnvironment, ConsoleSettings],
  read: (source) =>
    readTogether<ConsoleConfiguration>({
      process: () => readEnvironment(ProcessEnvironment, source),
      settings: () => readEnvironment(ConsoleSettings, source),
      secrets: () => readSecrets(source),
    }),
};
