import 'reflect-metadata';
import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Running } from '#runtime';
import { CommuneController } from './commune/commune.controller.ts';
import { ManifestController } from './manifest/manifest.controller.ts';
import { Runs } from './commune/runs.ts';
import { Targets } from './commune/targets.ts';
import { SimulatedCatalogue } from './national/catalogue/catalogue.ts';
import { CatalogueControlController } from './national/catalogue/catalogue.controller.ts';
import { PublicCatalogueController } from './national/catalogue/public.controller.ts';
import { NationalDoor } from './national/door.ts';
import { Account } from './national/gate.ts';
import { NATIONAL } from './national/traits.ts';
import { NATIONAL_WIRES } from './national/wires.ts';
import { Wrapper } from './national/wrapper.ts';
import { ControlController } from './portal/control.controller.ts';
import { Portals } from './portal/portals.ts';
import { Store } from './portal/store.ts';
import { ProvinceDoor } from './province/door.ts';
import { ProvinceController } from './province/province.controller.ts';
import type { ProvinceAccount } from './province/services.ts';
import { PROVINCE } from './province/traits.ts';

const MOST_BYTES = 20 * 1_024 * 1_024;

/** How the simulator is started; port 0 = any free one. */
export interface SimulatorOptions {
  readonly port: number;
  readonly bindAddress: string;
  readonly dataDir: string;
  readonly national: { readonly username: string; readonly password: string };
  /** Undefined: no provincial portal is offered. */
  readonly province?: ProvinceAccount | undefined;
  /** Hosts that simulated communes may call; none = this machine alone. */
  readonly communeTargets?: string;
  /** Procedures of the national catalogue; 2,000 by default. */
  readonly procedures?: number;
}

/** The stand-ins of one process. */
interface StandIns {
  readonly portals: Portals;
  readonly national: NationalDoor;
  readonly province: ProvinceDoor | undefined;
  readonly runs: Runs;
  readonly catalogue: SimulatedCatalogue;
}

@Module({})
class SimulatorModule {}

function openStandIns({ dataDir, national, province, procedures }: SimulatorOptions): StandIns {
  const folder = join(dataDir, 'simulator');
  const nationalStore = new Store(folder, NATIONAL);
  const runs = new Runs();
  const catalogue = new SimulatedCatalogue(folder, procedures);
  const nationalDoor = new NationalDoor(nationalStore, national, catalogue);
  const common = { national: nationalDoor, runs, catalogue };
  if (province === undefined) return { ...common, portals: new Portals([nationalStore], [catalogue]), province };
  const provinceStore = new Store(folder, PROVINCE);
  return {
    ...common,
    portals: new Portals([nationalStore, provinceStore], [catalogue]),
    province: new ProvinceDoor(provinceStore, province),
  };
}

function simulatorModule({ portals, national, province, runs, catalogue }: StandIns, options: SimulatorOptions): DynamicModule {
  const isOffered = province !== undefined;
  return {
    module: SimulatorModule,
    // The control of the catalogue before that of the portals, whose addresses are wider.
    controllers: [
      CatalogueControlController,
      PublicCatalogueController,
      ControlController,
      ...NATIONAL_WIRES,
      ...(isOffered ? [ProvinceController] : []),
      CommuneController,
      ManifestController,
    ],
    providers: [
      { provide: Portals, useValue: portals },
      { provide: NationalDoor, useValue: national },
      { provide: Wrapper, useValue: new Wrapper(national) },
      { provide: Account, useValue: new Account(options.national.username, options.national.password) },
      ...(isOffered ? [{ provide: ProvinceDoor, useValue: province }] : []),
      { provide: SimulatedCatalogue, useValue: catalogue },
      { provide: Runs, useValue: runs },
      { provide: Targets, useValue: new Targets(options.communeTargets ?? '') },
    ],
  };
}

/** Starts the stand-ins; portals go on where they were, from `<dataDir>/simulator`, runs of communes do not. */
export async function startSimulator(options: SimulatorOptions): Promise<Running & { readonly url: string }> {
  const standIns = openStandIns(options);
  const adapter = new FastifyAdapter({ bodyLimit: MOST_BYTES, keepAliveTimeout: 60_000, forceCloseConnections: true });
  const module = simulatorModule(standIns, options);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: ['error'] });
  await app.listen(options.port, options.bindAddress);
  return {
    url: await app.getUrl(),
    close: async () => {
      await standIns.runs.close();
      await app.close();
      standIns.portals.close();
    },
  };
}
