import { join } from 'node:path';
import type { BrokerAccess } from '../broker/open-broker.ts';
import type { Access } from '../database/roles.ts';
import type { Places } from '../disk/places.ts';
import type { SecretStore } from '../disk/secret-store.ts';
import type { StandaloneSettings } from '../settings.ts';
import type { Program } from './node-part.ts';

/** What the programs are told from. */
export interface Telling {
  readonly settings: StandaloneSettings;
  readonly places: Places;
  readonly secrets: SecretStore;
  readonly access: Access;
  readonly portals: Readonly<Record<string, string | undefined>>;
  readonly broker: BrokerAccess;
}

const ACCOUNT = 'demo-h56';
const PROVINCE_SECRET = 'simulator-province';
/** Under this name a data folder keeps the key that signs evidence. */
export const EVIDENCE_KEY = 'evidence-key';

/** The simulated portals. They get no database: they must not know what they were not told over the wire. */
export function simulatorProgram(settings: StandaloneSettings, places: Places, secrets: SecretStore): Program {
  return {
    name: 'simulator',
    room: 'simulator',
    stopWithinMs: 1_500,
    environment: {
      ...common(settings),
      SIMULATOR_PORT: String(settings.simulatorPort),
      DATA_DIR: places.data,
      SIMULATOR_NATIONAL_USERNAME: ACCOUNT,
      SIMULATOR_NATIONAL_PASSWORD: secrets.keep('simulator-national'),
      SIMULATOR_PROVINCE_CLIENT_ID: ACCOUNT,
      SIMULATOR_PROVINCE_CLIENT_SECRET: secrets.keep(PROVINCE_SECRET),
    },
  };
}

/** The door: its own database role, the two secrets, the key that signs receipts, and no account of any portal. */
export function doorProgram({
  settings,
  places,
  access,
  secrets,
}: Pick<Telling, 'settings' | 'places' | 'access' | 'secrets'>): Program {
  return {
    name: 'partner-api',
    room: 'partner-api',
    stopWithinMs: 3_000,
    environment: {
      ...common(settings),
      ...keys(secrets),
      ...evidenceKey(secrets),
      PARTNER_API_PORT: String(settings.partnerApiPort),
      PARTNER_API_POOL_SIZE: settings.doorPool,
      TRUST_PROXY: settings.trustProxy,
      PARTNER_API_FEED_DAYS: settings.feedDays,
      NATIONAL_SESSION_SECONDS: settings.sessionSeconds,
      WRAPPER_CREATE_PATH: settings.wrapperCreate,
      WRAPPER_UPDATE_PATH: settings.wrapperUpdate,
      WRAPPER_PROGRESS_PATH: settings.wrapperProgress,
      PROVINCE_FILE: join(places.config, 'province.yaml'),
      DATABASE_URL_DOOR: access.urls.door,
      FAULTS: settings.faults,
    },
  };
}

/** The operators' console: its own database role and the two secrets, and no account of any portal. */
export function consoleProgram({ settings, access, secrets }: Pick<Telling, 'settings' | 'access' | 'secrets'>): Program {
  return {
    name: 'console',
    room: 'console',
    stopWithinMs: 1_000,
    environment: {
      ...common(settings),
      ...keys(secrets),
      CONSOLE_PORT: String(settings.consolePort),
      CONSOLE_POOL_SIZE: settings.consolePool,
      CONSOLE_SESSION_MINUTES: settings.consoleSessionMinutes,
      CONSOLE_IDLE_MINUTES: settings.consoleIdleMinutes,
      TRUST_PROXY: settings.trustProxy,
      DATABASE_URL_DESK: access.urls.desk,
    },
  };
}

/** The road out: its own database role, the two secrets, and the accounts at the portals. */
export function relayProgram({ settings, places, access, secrets, portals, broker }: Telling): Program {
  return {
    name: 'relay',
    room: 'relay',
    stopWithinMs: 3_000,
    environment: {
      ...common(settings),
      ...keys(secrets),
      ...portals,
      ...broker,
      PARTNERS_FILE: places.partnersFile,
      OUTCOMES_DIR: join(places.config, 'outcomes'),
      RELAY_POOL: settings.relayPool,
      RELAY_NICENESS: settings.relayNiceness,
      RELAY_METRICS_PORT: settings.relayMetricsPort,
      SHADOW_MONTHS: settings.shadowMonths,
      RECONCILE_EVERY_MINUTES: settings.reconcileEvery,
      RECONCILE_NIGHTLY_HOUR: settings.reconcileNightly,
      RECONCILE_LANES_PER_RUN: settings.reconcileLanes,
      RECONCILE_HEALS_PER_RUN: settings.reconcileHealsPerRun,
      RECONCILE_HEALS_PER_DESTINATION: settings.reconcileHealsPerDestination,
      RECONCILE_HEALS_PER_HOUR: settings.reconcileHealsPerHour,
      RECONCILE_HEAL_TRIES: settings.reconcileHealTries,
      SCORE_FIRST_DAYS: settings.scoreFirstDays,
      DATABASE_URL_ROAD: access.urls.road,
      FAULTS: settings.faults,
    },
  };
}

/** Timed duties: their own database role, the key that signs anchors, and no key of what is encrypted. */
export function schedulerProgram({ settings, places, access, secrets, portals }: Omit<Telling, 'broker'>): Program {
  return {
    name: 'scheduler',
    room: 'scheduler',
    stopWithinMs: 2_000,
    environment: {
      ...common(settings),
      ...evidenceKey(secrets),
      ...portals,
      PARTNERS_FILE: places.partnersFile,
      DATABASE_URL_DUTY: access.urls.duty,
      SCHEDULER_POOL: settings.schedulerPool,
      SCHEDULER_METRICS_PORT: settings.schedulerMetricsPort,
      CHECK_EVERY_SECONDS: settings.checkEvery,
      SEAL_EVERY_SECONDS: settings.sealEvery,
      CHECK_UNCLAIMED_SECONDS: settings.checkUnclaimed,
      CHECK_DOUBT_SECONDS: settings.checkDoubt,
      CONFIG_DIR: places.config,
      SCORE_EVERY_MINUTES: settings.scoreEvery,
      SCORE_WARN_DAYS: settings.scoreWarn,
      CHECK_CALENDAR_DAYS: settings.checkCalendar,
      REPLAY_KEEP_DAYS: settings.replayKeep,
      SCORE_KEEP_DAYS: settings.scoreKeep,
      MANIFEST_KEEP_DAYS: settings.manifestKeep,
      RECONCILE_KEEP_DAYS: settings.reconcileKeep,
      CHECK_CERTIFICATE_DAYS: settings.checkCertificates,
      CHECK_CAP_PERCENT: settings.checkCap,
      CHECK_DISKS: settings.checkDisks ?? places.data,
      CHECK_DATABASE_GIB: settings.checkDatabase,
      ALERT_WEBHOOK_URL: settings.webhookUrl,
      ...asOne({ ALERT_WEBHOOK_SECRET: settings.webhookSecret, ALERT_WEBHOOK_SECRET_FILE: settings.webhookSecretFile }),
    },
  };
}

/** What a file of destinations may name: the simulated portals alone, or for a file of one's own also others that the environment names. */
export function portalsFor(
  settings: StandaloneSettings,
  simulator: string,
  secrets: SecretStore,
): Record<string, string | undefined> {
  const simulated = simulatedPortals(simulator, secrets);
  return settings.partnersFile === undefined ? simulated : portalsAsGiven(settings, simulated);
}

/** The simulated portals and their accounts. */
function simulatedPortals(simulator: string, secrets: SecretStore): Record<string, string> {
  secrets.keep('simulator-national');
  secrets.keep(PROVINCE_SECRET);
  return {
    ...{ NATIONAL_BASE_URL: simulator, NATIONAL_USERNAME: ACCOUNT, NATIONAL_PASSWORD_FILE: secrets.file('simulator-national') },
    ...{ PROVINCE_TOKEN_URL: `${simulator}/lgsp`, PROVINCE_DOCUMENT_URL: `${simulator}/lgsp/adapter` },
    ...{ PROVINCE_CLIENT_ID: ACCOUNT, PROVINCE_CLIENT_SECRET_FILE: secrets.file(PROVINCE_SECRET) },
  };
}

/** The same, where the environment names other portals or accounts for a file of destinations of one's own. */
function portalsAsGiven(settings: StandaloneSettings, simulated: Record<string, string>): Record<string, string | undefined> {
  const { nationalBaseUrl, nationalUsername, nationalPassword, nationalPasswordFile, nationalLookup } = settings;
  const { provinceTokenUrl, provinceDocumentUrl, provinceClientId, provinceSecret, provinceSecretFile } = settings;
  return {
    ...simulated,
    ...(nationalBaseUrl !== undefined && { NATIONAL_BASE_URL: nationalBaseUrl }),
    ...(nationalUsername !== undefined && { NATIONAL_USERNAME: nationalUsername }),
    ...asOne({ NATIONAL_PASSWORD: nationalPassword, NATIONAL_PASSWORD_FILE: nationalPasswordFile }),
    NATIONAL_LOOKUP: nationalLookup,
    ...(provinceTokenUrl !== undefined && { PROVINCE_TOKEN_URL: provinceTokenUrl }),
    ...(provinceDocumentUrl !== undefined && { PROVINCE_DOCUMENT_URL: provinceDocumentUrl }),
    ...(provinceClientId !== undefined && { PROVINCE_CLIENT_ID: provinceClientId }),
    ...asOne({ PROVINCE_CLIENT_SECRET: provinceSecret, PROVINCE_CLIENT_SECRET_FILE: provinceSecretFile }),
  };
}

/** A secret or its file: whichever is given takes the place of both. */
function asOne(given: Record<string, string | undefined>): Record<string, string | undefined> {
  return Object.values(given).every((value) => value === undefined) ? {} : given;
}

function common({ nodeEnv, logLevel, bindAddress }: StandaloneSettings): Record<string, string | undefined> {
  return { NODE_ENV: nodeEnv, LOG_LEVEL: logLevel, BIND_ADDRESS: bindAddress };
}

function keys(secrets: SecretStore): Record<string, string> {
  secrets.keep('pepper', 'base64');
  secrets.keep('wrapping-key', 'base64');
  return { PEPPER_FILE: secrets.file('pepper'), WRAPPING_KEY_FILE: secrets.file('wrapping-key') };
}

function evidenceKey(secrets: SecretStore): Record<string, string> {
  secrets.keep(EVIDENCE_KEY, 'base64');
  return { EVIDENCE_KEY_FILE: secrets.file(EVIDENCE_KEY) };
}
