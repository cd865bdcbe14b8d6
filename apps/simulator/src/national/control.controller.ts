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
import { readFaults, seeded, type Fault, type FaultProblem } from './faults.ts';
import { DEFAULT_SETTINGS, statusOf, Store, type HeldDossier, type Settings } from './store.ts';

const MOST_LISTED = 1_000;

/** Control for tests and demos; never affected by faults. */
@Controller('_sim')
export class ControlController {
  constructor(@Inject(Store) private readonly store: Store) {}

  @Get('national/dossiers')
  list(@Query('offset') offset = '0', @Query('limit') limit = '100'): unknown {
    const from = readCount(offset, '/offset', Number.MAX_SAFE_INTEGER);
    const count = readCount(limit, '/limit', MOST_LISTED);
    const { dossiers } = this.store;
    const page = [...dossiers.values()].slice(from, from + count);
    return {
      total: dossiers.size,
      items: page.map((held) => ({ code: held.code, status: statusOf(held), steps: held.steps.length })),
    };
  }

  @Get('national/dossiers/:code')
  read(@Param('code') code: string): unknown {
    const held = this.store.dossiers.get(code);
    if (held === undefined) throw new NotFoundException(`never received: ${code}`);
    const { records, steps } = held;
    return {
      code,
      status: statusOf(held),
      record: records.at(-1)?.item,
      records,
      steps,
      calls: this.store.calls.get(code) ?? [],
    };
  }

  @Get('national/faults')
  faults(): readonly Fault[] {
    return this.store.faults;
  }

  @Put('national/faults')
  setFaults(@Body() body: unknown): readonly Fault[] {
    const read = readFaults(body);
    if (read.some((entry) => 'field' in entry)) throw refusal(read as readonly FaultProblem[]);
    const faults = read as readonly Fault[];
    this.store.write({ kind: 'faults', faults: faults.filter(({ mode }) => mode !== 'forget') });
    faults
      .filter(({ mode }) => mode === 'forget')
      .forEach((fault) => {
        this.forget(fault);
      });
    return this.store.faults;
  }

  @Get('national/settings')
  settings(): Settings {
    return this.store.settings;
  }

  @Put('national/settings')
  setSettings(@Body() body: unknown): Settings {
    const problems = settingProblems(body);
    if (problems.length > 0) throw refusal(problems);
    this.store.write({ kind: 'settings', settings: { ...this.store.settings, ...(body as Partial<Settings>) } });
    return this.store.settings;
  }

  @Post('reset')
  @HttpCode(200)
  reset(): { done: true } {
    this.store.reset();
    return { done: true };
  }

  /** Removes a seeded share of dossiers or of steps, once. */
  private forget({ rate, seed, what, codes }: Fault): void {
    const random = seeded(seed);
    const among: HeldDossier[] = [...this.store.dossiers.values()].filter(({ code }) => codes?.includes(code) ?? true);
    const dossiers = what === 'dossiers' ? among.filter(() => random() < rate).map(({ code }) => code) : [];
    const steps = what === 'steps' ? among.flatMap((held) => held.steps.map(({ n }) => n)).filter(() => random() < rate) : [];
    this.store.write({ kind: 'forget', dossiers, steps });
  }
}

function settingProblems(body: unknown): FaultProblem[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [{ field: '', message: 'object' }];
  return Object.entries(body).flatMap(([name, value]: [string, unknown]) => {
    if (!Object.hasOwn(DEFAULT_SETTINGS, name)) return [{ field: `/${name}`, message: 'unknown' }];
    if (name === 'lookup')
      return ['steps', 'dossier', 'none'].includes(value as string)
        ? []
        : [{ field: '/lookup', message: 'steps | dossier | none' }];
    const isRight = name === 'sessionSeconds' ? typeof value === 'number' && value > 0 : typeof value === 'boolean';
    return isRight ? [] : [{ field: `/${name}`, message: name === 'sessionSeconds' ? 'a positive number' : 'boolean' }];
  });
}

function readCount(text: string, field: string, most: number): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 0 || count > most) throw refusal([{ field, message: `0–${String(most)}` }]);
  return count;
}

function refusal(problems: readonly FaultProblem[]): UnprocessableEntityException {
  return new UnprocessableEntityException({ title: 'Yêu cầu điều khiển sai / wrong control request', status: 422, problems });
}
