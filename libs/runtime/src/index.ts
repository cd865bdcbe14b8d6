/**
 * What every process needs, whatever it does: start and stop, configuration, log, clock, metrics, group commit, fault points,
 * strict JSON, problem details.
 * Nothing of the domain may live here: a dossier, a lane or a partner is not known in this room.
 */
export { Clock, sleep, wallClock } from './clock.ts';
export { exchange, poolOptions, type Deadline, type Exchanged, type PoolLimits, type Post, type Reply } from './exchange.ts';
export {
  glanceAtEnvironment,
  readEnvironment,
  readSecrets,
  readSigningKey,
  secretText,
  variablesOf,
  type Secrets,
  type Source,
} from './environment.ts';
export { faultPoint } from './fault-point.ts';
export { GroupCommit, Overloaded, type GroupCommitOptions } from './group-commit.ts';
export { serveHealth, type HealthOptions } from './health-server.ts';
export { openLog, type Log, type LogLevel } from './log.ts';
export { Nap } from './nap.ts';
export { readNetworks, type Networks } from './networks.ts';
export { counter, gauge, histogram, metricsText } from './metrics.ts';
export { withNullTypes } from './json-schema.ts';
export { pointerTo } from './json/pointer.ts';
export { readJson } from './json/read-json.ts';
export { hangUpWith } from './problems/hang-up.ts';
export { languageOf, type Language } from './problems/language.ts';
export {
  renderProblem,
  sentenceOf,
  type Asker,
  type ProblemDetails,
  type ProblemEntry,
  type RenderedProblem,
} from './problems/problem.ts';
export {
  ASK_CONFIGURATION,
  faultsOf,
  reportOn,
  runProcess,
  type ConfigurationReport,
  type ProcessConfiguration,
  type Running,
} from './process.ts';
export { projectFolder } from './project-folder.ts';
export { randomChunk } from './random.ts';
export { retryAfterMs } from './retry-after.ts';
export { readCsvFile } from './settings/csv-file.ts';
export { dayColumn, noteColumn, readCsv, type Column, type CsvRow, type CsvTable, type RowFault } from './settings/csv-table.ts';
export { describeEnvironment, describeSettings, undescribed, type SettingDescription } from './settings/describe.ts';
export { rulesWithoutSentence } from './settings/expectation.ts';
export { ConfigurationError, readTogether, type Fault } from './settings/fault.ts';
export { followFile } from './settings/follow-file.ts';
export { type Finding, type Path } from './settings/inspect.ts';
export { nearest } from './settings/nearest.ts';
export { EvidenceEnvironment, ProcessEnvironment, SecretsEnvironment } from './settings/process-environment.ts';
export { Fits, Setting, settingText, type SettingText, type Shape } from './settings/setting.ts';
export {
  checkShape,
  openSettingsFile,
  readSettingsFile,
  type SettingsFile,
  type SettingsFileOptions,
} from './settings/settings-file.ts';
export { showSettingsFile, type ShownSetting } from './settings/show.ts';
export { shownPath } from './settings/shown-path.ts';
export { PublicKey, SigningKey } from './signing-key.ts';
export { TEXT_LANGUAGES, type Text } from './text.ts';
export { childOf, newTraceContext, readTraceContext, spanIdOf, traceIdOf, type TraceContext } from './trace-context.ts';
export { uuidv7 } from './uuid.ts';
