import 'reflect-metadata';
import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Running } from '#runtime';
import { ControlController } from './national/control.controller.ts';
import { NationalDoor } from './national/door.ts';
import { NationalController } from './national/national.controller.ts';
import { Store } from './national/store.ts';

const MOST_BYTES = 20 * 1_024 * 1_024;

/** How the simulator is started; port 0 = any free one. */
export interface SimulatorOptions {
  readonly port: number;
  readonly bindAddress: string;
  readonly dataDir: string;
  readonly national: { readonly username: string; readonly password: string };
}

@Module({})
class SimulatorModule {}

function simulatorModule(store: Store, national: SimulatorOptions['national']): DynamicModule {
  return {
    module: SimulatorModule,
    controllers: [ControlController, NationalController],
    providers: [
      { provide: Store, useValue: store },
      { provide: NationalDoor, useFactory: () => new NationalDoor(store, national) },
    ],
  };
}

/** Starts the stand-in for the national portal; it goes on where it was, from `<dataDir>/simulator`. */
export async function startSimulator(options: SimulatorOptions): Promise<Running & { readonly url: string }> {
  const store = new Store(join(options.dataDir, 'simulator'));
  const adapter = new FastifyAdapter({ bodyLimit: MOST_BYTES, keepAliveTimeout: 60_000, forceCloseConnections: true });
  const app = await NestFactory.create<NestFastifyApplication>(simulatorModule(store, options.national), adapter, {
    logger: ['error'],
  });
  await app.listen(options.port, options.bindAddress);
  return {
    url: await app.getUrl(),
    close: async () => {
      await app.close();
      store.close();
    },
  };
}
