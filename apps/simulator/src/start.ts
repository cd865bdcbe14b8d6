import 'reflect-metadata';
import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Running } from '#runtime';
import { CommuneController } from './commune/commune.controller.ts';
import { Runs } from './commune/runs.ts';
import { Targets } from './commune/targets.ts';
import { NationalDoor } from './national/door.ts';
import { NationalController } from './national/national.controller.ts';
import { NATIONAL } from './national/traits.ts';
import { ControlController } from './portal/control.controller.ts';
import { Portals } from './portal/portals.ts';
import { Store } from './portal/store.ts';

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
  return {
    module: SimulatorModule,
    controllers: [ControlController, NationalController, CommuneController],
    providers: [
      { provide: Portals, useValue: new Portals([store]) },
      { provide: NationalDoor, useFactory: () => new NationalDoor(store, national) },
      { provide: Runs, useValue: runs },
      { provide: Targets, useValue: new Targets(communeTargets) },
    ],
  };
}

/** Starts the stand-ins; the national portal goes on where it was, from `<dataDir>/simulator`, runs of communes do not. */
export async function startSimulator(options: SimulatorOptions): Promise<Running & { readonly url: string }> {
  const store = new Store(join(options.dataDir, 'simulator'), NATIONAL);
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
