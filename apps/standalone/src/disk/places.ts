import { join, resolve } from 'node:path';
import { projectFolder } from '#runtime';

/** Where things lie. Everything that a start writes is below `data`. */
export interface Places {
  readonly project: string;
  readonly config: string;
  readonly partnersFile: string;
  readonly data: string;
  readonly secrets: string;
  readonly run: string;
  readonly logs: string;
  readonly simulator: string;
  readonly broker: string;
  readonly readyFile: string;
  readonly demoFile: string;
  readonly readme: string;
}

/** Lays out the places of one edition; relative folders count from the working directory. */
export function layOut({
  dataDir,
  configDir,
  partnersFile,
}: {
  dataDir: string;
  configDir?: string;
  partnersFile?: string;
}): Places {
  const project = projectFolder();
  const config = resolve(configDir ?? join(project, 'config'));
  const data = resolve(dataDir);
  return {
    project,
    config,
    partnersFile: partnersFile === undefined ? join(config, 'partners.demo.yaml') : resolve(partnersFile),
    data,
    secrets: join(data, 'secrets'),
    run: join(data, 'run'),
    logs: join(data, 'logs'),
    simulator: join(data, 'simulator'),
    broker: join(data, 'rabbitmq'),
    readyFile: join(data, 'ready.json'),
    demoFile: join(data, 'demo.json'),
    readme: join(data, 'README'),
  };
}
