import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DCLinter } from 'dclint';
import { variablesOf } from '#runtime';
import { ConsoleSettings } from '../../apps/console/src/settings.ts';
import { PartnerApiSettings } from '../../apps/partner-api/src/settings.ts';
import { SchedulerSettings } from '../../apps/scheduler/src/settings.ts';
import { RelaySettings } from '../../apps/relay/src/settings.ts';
import { StandaloneSettings } from '../../apps/standalone/src/settings.ts';
import { fillIn, readCompose, referencesIn, type Compose, type Service } from '../support/compose.ts';

const PRODUCTION = 'docker/compose.production.yaml';
const FILES = ['docker/compose.yaml', PRODUCTION];
const OURS = /^\$\{GATEWAY_IMAGE:-one-stop-gateway:(.+)\}$/;

const RULES = {
  'no-build-and-image': 0, // an image that is built is tagged too
  'top-level-properties-order': 0, // everything stands in the order in which one explains it
  'service-keys-order': 0,
  'services-alphabetical-order': 0,
  'service-dependencies-alphabetical-order': 0,
  'no-quotes-in-volumes': 0,
} as const;

// Its declarations name files without their endings, which nobody finds in an ES module.
const Linter = DCLinter as new (config: object) => {
  lintFiles(files: string[], isDeep: boolean): { messages: unknown[] }[];
};

const production = readCompose(PRODUCTION);
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
let made = '';

beforeAll(() => {
  made = mkdtempSync(join(tmpdir(), 'one-stop-secrets-'));
  execFileSync('sh', ['docker/make-secrets.sh', made]);
});

afterAll(() => {
  rmSync(made, { recursive: true });
});

/** The variables that the file of destinations refers to, outside of its comments. */
const namedByDestinations = (): string[] => referencesIn(readFileSync('config/partners.yaml', 'utf8').replace(/^\s*#.*$/gm, ''));
const services = (compose: Compose = production): [string, Service][] => Object.entries(compose.services);
const programs = (): [string, Service][] => services().filter(([, { image }]) => OURS.test(image ?? ''));
const grants = ({ secrets = [] }: Service): string[] =>
  secrets.map((secret) => (typeof secret === 'string' ? secret : secret.source));
const service = (name: string): Service => production.services[name] ?? {};

describe.each(FILES)('%s', (file) => {
  const compose = readCompose(file);

  it('is a compose file after the specification', () => {
    const found = new Linter({ rules: RULES, quiet: true, debug: false, exclude: [] }).lintFiles([file], false);
    expect(found).toHaveLength(1);
    expect(found.flatMap(({ messages }) => messages)).toEqual([]);
  });

  it('names only files that are there, or that are made by docker/make-secrets.sh', () => {
    const mounted = services(compose).flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0] ?? ''));
    const secret = Object.values(compose.secrets ?? {}).map((one) => one.file);
    const missing = [...mounted.filter((source) => source.startsWith('.')), ...secret].filter(
      (source) => !existsSync(join('docker', source)) && !existsSync(join(made, source)),
    );
    // Only somebody else knows it.
    expect(missing).toEqual(file === PRODUCTION ? ['./secrets/national-password'] : []);
  });

  it('declares every volume, network and secret that it uses, and uses those that it declares', () => {
    const used = (of: (one: Service) => readonly string[]): string[] =>
      [...new Set(services(compose).flatMap(([, one]) => of(one)))].sort();
    const volumes = used(({ volumes: all = [] }) =>
      all.map((volume) => volume.split(':')[0] ?? '').filter((name) => !name.startsWith('.')),
    );
    expect(volumes).toEqual(Object.keys(compose.volumes ?? {}).sort());
    expect(used(({ networks = [] }) => networks)).toEqual(Object.keys(compose.networks ?? {}).sort());
    expect(used(grants)).toEqual(Object.keys(compose.secrets ?? {}).sort());
  });

  it('takes only images of an exact version, and its own of this version', () => {
    for (const [, { image = '' }] of services(compose)) {
      const own = /one-stop-gateway(?:-try)?:([\d.]+)/.exec(image)?.[1];
      if (own === undefined) expect(image).toMatch(/^[a-z]+:\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
      else expect(own).toBe(version);
    }
    expect(readFileSync('docker/Dockerfile', 'utf8')).toContain(`ARG VERSION=${version}\n`);
  });

  it('builds stages that the Dockerfile has', () => {
    for (const [, { build }] of services(compose)) {
      if (build === undefined) continue;
      const dockerfile = readFileSync(join('docker', build.context, build.dockerfile), 'utf8');
      expect(dockerfile).toMatch(new RegExp(`^FROM .* AS ${build.target ?? ''}$`, 'm'));
    }
  });
});

describe('the production shape', () => {
  it('is asked for nothing that its example of an environment does not explain, and the other way round', () => {
    const example = readFileSync('docker/production.env.example', 'utf8');
    const explained = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    // Read by Docker Compose itself: it names the services that may be left out.
    const optional = services().flatMap(([, { profiles = [] }]) => profiles.filter((profile) => profile !== 'commands'));
    expect(example).toContain(`\nCOMPOSE_PROFILES=${optional.join(',')}\n`);
    expect(explained.filter((name) => name !== 'COMPOSE_PROFILES').sort()).toEqual(
      [...new Set(referencesIn(readFileSync(PRODUCTION, 'utf8')))].sort(),
    );
  });

  it('gives its programs only variables that they read', () => {
    const common = ['GATEWAY_APP', 'LOG_LEVEL', 'PEPPER', 'WRAPPING_KEY'];
    const signs = ['EVIDENCE_KEY'];
    const portals = namedByDestinations();
    const read: Record<string, string[]> = {
      'partner-api': [...common, ...signs, ...variablesOf(PartnerApiSettings)],
      relay: [...common, ...variablesOf(RelaySettings), 'AMQP_URL', ...portals],
      scheduler: [...common, ...signs, ...variablesOf(SchedulerSettings), ...portals],
      console: [...common, ...variablesOf(ConsoleSettings)],
      migrate: [...common, ...variablesOf(StandaloneSettings), ...portals],
      client: [...common, ...variablesOf(StandaloneSettings)],
      operator: [...common, ...variablesOf(StandaloneSettings)],
    };
    for (const [name, { environment = {} }] of programs()) {
      const known = read[name.replace(/-\d$/, '')] ?? [];
      const names = Object.keys(environment).map((variable) =>
        known.includes(variable) ? variable : variable.replace(/_FILE$/, ''),
      );
      expect({ name, unknown: names.filter((variable) => !known.includes(variable)) }).toEqual({ name, unknown: [] });
    }
  });

  it('tells whoever reads the destinations everything that they name', () => {
    const named = namedByDestinations();
    for (const name of ['relay-1', 'relay-2', 'scheduler', 'migrate']) {
      const told = Object.keys(service(name).environment ?? {}).map((variable) => variable.replace(/_FILE$/, ''));
      expect(told).toEqual(expect.arrayContaining(named));
    }
  });

  it('hands secrets on as files, each to those alone who need it', () => {
    const holders = (secret: string): string[] =>
      services().flatMap(([name, one]) => (grants(one).includes(secret) ? [name] : []));
    const [doors, relays] = [
      ['partner-api-1', 'partner-api-2'],
      ['relay-1', 'relay-2'],
    ];
    expect(Object.fromEntries(Object.keys(production.secrets ?? {}).map((secret) => [secret, holders(secret)]))).toEqual({
      'database-url': ['migrate', 'client', 'operator'],
      'database-url-door': [...doors, 'migrate'],
      'database-url-road': [...relays, 'migrate'],
      'database-url-duty': ['scheduler', 'migrate'],
      'database-url-desk': ['console', 'migrate'],
      'postgres-password': ['postgres'],
      pepper: [...doors, ...relays, 'console', 'client'],
      'wrapping-key': [...doors, ...relays, 'console'],
      'evidence-key': [...doors, 'scheduler'],
      'amqp-url': relays,
      'rabbitmq-definitions': ['rabbitmq'],
      'national-password': relays,
      'province-client-secret': relays,
      'alert-webhook-secret': ['scheduler'],
    });
    for (const [, one] of services()) {
      const files = Object.entries(one.environment ?? {}).filter(([variable]) => variable.endsWith('_FILE'));
      const secretFiles = files.map(([, path]) => path).filter((path) => path.startsWith('/run/secrets/'));
      expect(secretFiles.map((path) => path.slice('/run/secrets/'.length)).sort()).toEqual(
        grants(one)
          .filter((secret) => secret !== 'rabbitmq-definitions')
          .sort(),
      );
    }
  });

  it('lets in by the proxy alone, and out by the relays and what looks after them alone', () => {
    const isInternal = (network: string): boolean => fillIn(String(production.networks?.[network]?.internal), {}) === 'true';
    expect(services().flatMap(([name, { ports }]) => (ports === undefined ? [] : [name]))).toEqual(['proxy']);
    const abroad = services().filter(([, { networks = [] }]) => !networks.every(isInternal));
    expect(abroad.map(([name]) => name)).toEqual(['proxy', 'relay-1', 'relay-2', 'scheduler']);
    const shared = (service('proxy').networks ?? []).filter((network) => service('relay-1').networks?.includes(network));
    expect(shared).toEqual([]);
    expect(services().every(([, { networks = [] }]) => networks.length > 0)).toBe(true);
  });

  it('keeps every program small, closed and alive', () => {
    for (const [, one] of services()) {
      const isTask = one['restart'] === 'no';
      expect(one).toMatchObject({
        security_opt: ['no-new-privileges:true'],
        logging: { options: { 'max-size': '20m', 'max-file': '5' } },
        ...(isTask ? { healthcheck: { disable: true } } : { restart: 'unless-stopped' }),
        deploy: { resources: { limits: { cpus: expect.any(String), memory: expect.any(String), pids: expect.any(Number) } } },
      });
    }
    const closed = { init: true, read_only: true, cap_drop: ['ALL'], stop_grace_period: '15s', pull_policy: 'never' };
    for (const [, one] of programs()) expect(one).toMatchObject(closed);
    expect(programs().map(([name]) => name)).toEqual([
      ...['partner-api-1', 'partner-api-2', 'relay-1', 'relay-2', 'console', 'scheduler', 'migrate', 'client', 'operator'],
    ]);
  });

  it('starts nothing on a database that is not up to date', () => {
    const migrated = { migrate: { condition: 'service_completed_successfully' } };
    for (const [name, one] of programs()) if (/-\d$|^console$/.test(name)) expect(one.depends_on).toMatchObject(migrated);
    expect(service('migrate').depends_on).toEqual({ postgres: { condition: 'service_healthy', required: false } });
  });
});

describe('docker/make-secrets.sh', () => {
  const read = (name: string): string => readFileSync(join(made, 'secrets', name), 'utf8').trim();

  it('makes secrets that fit each other', () => {
    for (const name of ['pepper', 'wrapping-key', 'evidence-key']) expect(Buffer.from(read(name), 'base64')).toHaveLength(32);
    expect(new URL(read('database-url')).password).toBe(read('postgres-password'));
    const roles = ['door', 'road', 'duty', 'desk'].map((role) => new URL(read(`database-url-${role}`)));
    expect(roles.map(({ username }) => username)).toEqual(['gateway_door', 'gateway_road', 'gateway_duty', 'gateway_desk']);
    expect(new Set(roles.map(({ password }) => password)).size).toBe(4);
    const { users } = JSON.parse(read('rabbitmq-definitions')) as { users: { password: string }[] };
    expect(users.map(({ password }) => password)).toEqual([new URL(read('amqp-url')).password]);
  });

  it('closes the folder to others, and lets every container read its files', () => {
    const folder = join(made, 'secrets');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(new Set(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777))).toEqual(new Set([0o444]));
  });

  it('keeps what is there, says what is missing, and follows an address that was written before', () => {
    const other = mkdtempSync(join(tmpdir(), 'one-stop-secrets-'));
    const before = read('pepper');
    const output = execFileSync('sh', ['docker/make-secrets.sh', made], { encoding: 'utf8' });
    expect(read('pepper')).toBe(before);
    expect(output).toMatch(/MISSING +\S*national-password/);
    execFileSync('mkdir', [join(other, 'secrets')]);
    writeFileSync(join(other, 'secrets', 'database-url'), 'postgresql://own:p@db.example:5433/gate?sslmode=require\n');
    writeFileSync(join(other, 'secrets', 'national-password'), 'x', { mode: 0o600 });
    const again = execFileSync('sh', ['docker/make-secrets.sh', other], { encoding: 'utf8' });
    const door = readFileSync(join(other, 'secrets', 'database-url-door'), 'utf8');
    expect(door).toMatch(/^postgresql:\/\/gateway_door:[\w-]{43}@db\.example:5433\/gate\?sslmode=require\n$/);
    expect(again).not.toContain('MISSING');
    expect(statSync(join(other, 'secrets', 'national-password')).mode & 0o777).toBe(0o444);
    rmSync(other, { recursive: true });
  });
});
