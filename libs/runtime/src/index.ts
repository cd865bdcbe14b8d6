/**
 * What every process needs, whatever it does: start and stop, configuration, log, clock, metrics, group commit, fault points.
 * Nothing of the domain may live here: a dossier, a lane or a partner is not known in this room.
 */
export { Clock, sleep } from './clock.ts';
export { ConfigurationError, readEnvironment, readSecrets, secretText, type Secrets } from './environment.ts';
export { exchange, poolOptions, type Deadline, type Exchanged, type PoolLimits, type Post, type Reply } from './exchange.ts';
export { faultPoint } from './fault-point.ts';
export { GroupCommit, Overloaded, type GroupCommitOptions } from './group-commit.ts';
export { serveHealth, type HealthOptions } from './health-server.ts';
export { openLog, type Log, type LogLevel } from './log.ts';
export { Nap } from './nap.ts';
export { readNetworks, type Networks } from './networks.ts';
export { counter, gauge, histogram, metricsText } from './metrics.ts';
export { runProcess, type Running } from './process.ts';
export { randomChunk } from './random.ts';
export { Setting, settingText, type SettingText } from './setting.ts';
export { retryAfterMs } from './retry-after.ts';
export { checkShape, readSettingsFile } from './settings-file.ts';
export { TEXT_LANGUAGES, type Text } from './text.ts';
export { uuidv7 } from './uuid.ts';
