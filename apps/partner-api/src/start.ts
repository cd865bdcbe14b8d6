import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { INestApplication } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Province } from '#protocols';
import type { Clock, Log, Running, SigningKey } from '#runtime';
import { Door, type DoorLedger } from './door.ts';
import { openAdapter } from './http/adapter.ts';
import { ERRORS_PATH, ERRORS_POLICY, errorsPage } from './openapi/errors-page.ts';
import { Sessions } from './national/sessions.ts';
import { describeDoor } from './openapi/reference.ts';
import { PartnerApiModule } from './partner-api.module.ts';
import { ProblemFilter } from './problems/problem-filter.ts';
import { WRAPPER_PATHS, type WrapperPaths } from './wrapper/paths.ts';
import { houseRulesOf } from './read/house-rules.ts';

const REQUEST_TIMEOUT_MS = 30_000;
const SESSION_SECONDS = 1_800;

/** What of a province the door goes by. */
export type ProvinceRules = Partial<Pick<Province, 'publicFileHosts' | 'dossierCodePattern'>>;

export interface PartnerApiOptions extends ProvinceRules {
  readonly ledger: DoorLedger;
  readonly clock: Clock;
  readonly log: Log;
  /** Under it the sessions of the national dialect door are signed. */
  readonly pepper: Buffer;
  /** Signs receipts. */
  readonly signer: SigningKey;
  /** How long such a session is good, 1,800 s by default. */
  readonly sessionSeconds?: number;
  /** What was taken later than so long before a manifest is on its way; 120 s by default. */
  readonly settlesWithinMs?: number;
  /** Where the wrapper door is, other than by default. */
  readonly wrapperPaths?: Partial<WrapperPaths>;
  /** 0 = any free port. */
  readonly port: number;
  readonly host: string;
  /** Time in which a request must be complete, 30 s by default. */
  readonly requestTimeoutMs?: number;
  /** Addresses and networks of proxies whose `X-Forwarded-For` is believed; none by default. */
  readonly trustProxy?: readonly string[];
  /** Adds pages that only the process serves. */
  readonly pages?: (app: INestApplication, server: FastifyInstance) => void;
}

/** A door that listens; `url` is its base address without a slash at the end. */
export interface RunningPartnerApi extends Running {
  readonly url: string;
  /** Goes on by other rules of the province; what is being read ends as it began. */
  adopt(province: ProvinceRules): void;
}

/** Opens the door. Closing it stops listening and finishes what is under way; the ledger stays with its owner. */
export async function startPartnerApi(options: PartnerApiOptions): Promise<RunningPartnerApi> {
  const { settlesWithinMs } = options;
  const door = new Door(options, { rules: houseRulesOf(options), settlesWithinMs });
  const { requestTimeoutMs = REQUEST_TIMEOUT_MS, trustProxy = [] } = options;
  const dialects = dialectsOf(options);
  const adapter = openAdapter(door, { requestTimeoutMs, trustProxy, sessions: dialects.sessions });
  const settings = { logger: false as const, bodyParser: false, abortOnError: false };
  const app = await NestFactory.create<NestFastifyApplication>(PartnerApiModule.over(door, dialects), adapter, settings);
  app.useGlobalFilters(new ProblemFilter(door));
  const server = adapter.getInstance();
  serveReference(app, server);
  options.pages?.(app, server);
  await app.listen(options.port, options.host);
  const adopt = (province: ProvinceRules): void => {
    door.adopt(houseRulesOf(province));
  };
  return { url: addressOf(server, options.host), adopt, close: () => app.close() };
}

function dialectsOf({ pepper, sessionSeconds = SESSION_SECONDS, wrapperPaths }: PartnerApiOptions) {
  return { sessions: new Sessions(pepper, sessionSeconds), wrapperPaths: { ...WRAPPER_PATHS, ...wrapperPaths } };
}

function serveReference(app: INestApplication, server: FastifyInstance): void {
  let text: string | undefined;
  server.get('/openapi.json', (_request, reply) => {
    text ??= JSON.stringify(describeDoor(app));
    return reply.type('application/json; charset=utf-8').send(text);
  });
  const errors = errorsPage();
  server.get(ERRORS_PATH, (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', ERRORS_POLICY).send(errors),
  );
}

function addressOf(server: FastifyInstance, host: string): string {
  const address = server.server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server does not listen');
  return `http://${host.includes(':') ? `[${host}]` : host}:${String(address.port)}`;
}
