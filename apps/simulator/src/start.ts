import 'reflect-metadata';
import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Running } from '#runtime';
import { CommuneController } from './commune/commune.controller.ts';
import { Runs } from './commune/runs.ts';
import { Targets } from './commune/targets.ts';
import { ControlController } from './national/control.controller.ts';
import { NationalDoor } from './national/door.ts';
import { Account } from './national/gate.ts';
import { Store } from './national/store.ts';
import { NATIONAL_WIRES } from './national/wires.ts';
import { Wrapper } from './national/wrapper.ts';

const MOST_BYTES = 20 * 1_024 * 1_024;

/** How the simulator is started; port 0 = any free one. */
export interface SimulatorOptions {
  readonly port: number;
  readonly bindAddress: string;
  readonly dataDir: string;
  readonly national: { readonly username: string; readonly password: string };
  /** Hosts that simulated communes may call; none = this machine alone. */
  readonly communeTargets?: string;
}

@Module({})
class SimulatorModule {}

function simulatorModule(store: Store, runs: Runs, { national, communeTargets = '' }: SimulatorOptions): DynamicModule {
  const door = new NationalDoor(store, national);
  return {
    module: SimulatorModule,
    controllers: [ControlController, ...NATIONAL_WIRES, CommuneController],
    providers: [
      { provide: Store, useValue: store },
      { provide: NationalDoor, useValue: door },
      { provide: Wrapper, useValue: new Wrapper(door, store) },
      { provide: Account, useValue: new Account(national.username, national.password) },
      { provide: Runs, useValue: runs },
      { provide: Targets, useValue: new Targets(communeTargets) },
    ],
  };
}

/** Starts the stand-ins; the national portal goes on where it was, from `<dataDir>/simulator`, runs of communes do not. */
export async function startSimulator(options: SimulatorOptions): Promise<Running & { readonly url: string }> {
  const store = new Store(join(options.dataDir, 'simulator'));
  const runs = new Runs();
  const adapter = new FastifyAdapter({ bodyLimit: MOST_BYTES, keepAliveTimeout: 60_000, forceCloseConnections: true });
  const app = await NestFactory.create<NestFastifyApplication>(simulatorModule(store, runs, options), adapter, {
    logger: ['error'],
  });
  await app.listen(options.port, options.bindAddress);
  return {
    url: await app.getUrl(),
    close: async () => {
      await runs.close();
      await app.close();
      store.close();
    },
  };
}
