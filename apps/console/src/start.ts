import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { INestApplication } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { DeskLedger } from '#ledger';
import type { Clock, Log, Running } from '#runtime';
import { ConsoleModule } from './console.module.ts';
import { Desk } from './desk.ts';
import { openAdapter } from './http/adapter.ts';
import { Routes } from './http/routes.ts';
import { describeConsole } from './openapi/reference.ts';
import { ProblemFilter } from './problems/problem-filter.ts';

export interface ConsoleOptions {
  readonly ledger: DeskLedger;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 = any free port. */
  readonly port: number;
  readonly host: string;
  /** Addresses and networks of proxies whose `X-Forwarded-*` is believed; none by default. */
  readonly trustProxy?: readonly string[];
  /** Adds pages that only the process serves. */
  readonly pages?: (app: INestApplication, server: FastifyInstance) => Promise<void>;
}

/** A console that listens; `url` is its base address without a slash at the end. */
export interface RunningConsole extends Running {
  readonly url: string;
}

/** Opens the console. Closing it stops listening and finishes what is under way; the ledger stays with its owner. */
export async function startConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const { ledger, clock, log, trustProxy = [], host, port } = options;
  const desk = new Desk(ledger, clock, log);
  const routes = new Routes();
  const adapter = openAdapter(desk, { routes, trustProxy });
  const settings = { logger: false as const, bodyParser: false, abortOnError: false };
  const app = await NestFactory.create<NestFastifyApplication>(ConsoleModule.over(desk), adapter, settings);
  app.useGlobalFilters(new ProblemFilter(log, routes));
  const server = adapter.getInstance();
  serveReference(app, server);
  await options.pages?.(app, server);
  await app.listen(port, host);
  return { url: addressOf(server, host), close: () => app.close() };
}

function serveReference(app: INestApplication, server: FastifyInstance): void {
  let text: string | undefined;
  server.get('/openapi.json', (_request, reply) => {
    text ??= JSON.stringify(describeConsole(app));
    return reply.type('application/json; charset=utf-8').send(text);
  });
}

function addressOf(server: FastifyInstance, host: string): string {
  const address = server.server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server does not listen');
  return `http://${host.includes(':') ? `[${host}]` : host}:${String(address.port)}`;
}
