import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  NotFoundException,
  Param,
  Post,
  Put,
  Query,
  UnprocessableEntityException,
} from '@nestjs/common';
import type { HeldDossier } from './dossier.ts';
import { readFaults, seeded, type Fault } from './faults.ts';
import { Portals } from './portals.ts';
import type { Problem } from './rule.ts';
import { settingProblems, type Settings } from './settings.ts';
import type { Store } from './store.ts';

const MOST_LISTED = 1_000;

/** Control of the portals for tests and demos; never affected by faults. */
@Controller('_sim')
export class ControlController {
  constructor(@Inject(Portals) private readonly portals: Portals) {}

  @Get(':portal/dossiers')
  list(@Param('portal') portal: string, @Query('offset') offset = '0', @Query('limit') limit = '100'): unknown {
    const from = readCount(offset, '/offset', Number.MAX_SAFE_INTEGER);
    const count = readCount(limit, '/limit', MOST_LISTED);
    const store = this.portals.get(portal);
    const page = [...store.dossiers.values()].slice(from, from + count);
    return {
      total: store.dossiers.size,
      items: page.map((held) => ({ code: held.code, status: store.statusOf(held), steps: held.steps.length })),
    };
  }

  @Get(':portal/dossiers/:code')
  read(@Param('portal') portal: string, @Param('code') code: string): unknown {
    const store = this.portals.get(portal);
    const held = store.dossiers.get(code);
    if (held === undefined) throw new NotFoundException(`never received: ${code}`);
    const { records, steps } = held;
    return {
      code,
      status: store.statusOf(held),
      record: records.at(-1)?.item,
      records,
      steps,
      calls: store.calls.get(code) ?? [],
    };
  }

  @Get(':portal/requests')
  requests(@Param('portal') portal: string): Readonly<Record<string, number>> {
    return Object.fromEntries(this.portals.get(portal).requests);
  }

  @Get(':portal/faults')
  faults(@Param('portal') portal: string): readonly Fault[] {
    return this.portals.get(portal).faults;
  }

  @Put(':portal/faults')
  setFaults(@Param('portal') portal: string, @Body() body: unknown): readonly Fault[] {
    const store = this.portals.get(portal);
    const read = readFaults(body);
    if (read.some((entry) => 'field' in entry)) throw refusal(read as readonly Problem[]);
    const faults = read as readonly Fault[];
    store.write({ kind: 'faults', faults: faults.filter(({ mode }) => mode !== 'forget') });
    faults
      .filter(({ mode }) => mode === 'forget')
      .forEach((fault) => {
        forget(store, fault);
      });
    return store.faults;
  }

  @Get(':portal/settings')
  settings(@Param('portal') portal: string): Settings {
    return this.portals.get(portal).settings;
  }

  @Put(':portal/settings')
  setSettings(@Param('portal') portal: string, @Body() body: unknown): Settings {
    const store = this.portals.get(portal);
    const problems = settingProblems(body, store.traits.rules);
    if (problems.length > 0) throw refusal(problems);
    store.write({ kind: 'settings', settings: { ...store.settings, ...(body as Partial<Settings>) } });
    return store.settings;
  }

  @Post('reset')
  @HttpCode(200)
  reset(): { done: true } {
    this.portals.reset();
    return { done: true };
  }
}

/** Removes a seeded share of dossiers or of steps, once. */
function forget(store: Store, { rate, seed, what, codes }: Fault): void {
  const random = seeded(seed);
  const among: HeldDossier[] = [...store.dossiers.values()].filter(({ code }) => codes?.includes(code) ?? true);
  const dossiers = what === 'dossiers' ? among.filter(() => random() < rate).map(({ code }) => code) : [];
  const steps = what === 'steps' ? among.flatMap((held) => held.steps.map(({ n }) => n)).filter(() => random() < rate) : [];
  store.write({ kind: 'forget', dossiers, steps });
}

function readCount(text: string, field: string, most: number): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 0 || count > most) throw refusal([{ field, message: `0–${String(most)}` }]);
  return count;
}

function refusal(problems: readonly Problem[]): UnprocessableEntityException {
  return new UnprocessableEntityException({ title: 'Yêu cầu điều khiển sai / wrong control request', status: 422, problems });
}
