import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { Account } from './clients/client.ts';
import { CLIENTS } from './clients/registry.ts';
import type { RunPlan } from './run.ts';
import { RunRequest } from './run-request.ts';
import { readBase, type Targets } from './targets.ts';
import { isDay, yesterday } from './times.ts';

/** A faulty field of a request to run. */
export interface RunProblem {
  readonly field: string;
  readonly message: string;
}

/** Where the wrapper form lives when nothing else is said; the classic form begins at the base itself. */
const WRAPPER_PREFIX = '/KetNoiMotCuaQuocGia';

/** Reads a request to run: what is to be played, or everything that is wrong with it. */
export function readRun(body: unknown, targets: Targets, now: number): RunPlan | readonly RunProblem[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return [{ field: '', message: 'một đối tượng JSON / a JSON object' }];
  const given = Object.entries(body).filter(([, value]) => value !== null);
  const request = plainToInstance(RunRequest, Object.fromEntries(given));
  const faults = validateSync(request, { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true });
  if (faults.length > 0) return faults.map(problemOf);
  const problems = [...placeProblems(request, targets), ...clientProblems(request)];
  return problems.length > 0 ? problems : planOf(request, now);
}

function problemOf({ property, constraints = {} }: ValidationError): RunProblem {
  const isUnknown = 'whitelistValidation' in constraints;
  const message = isUnknown ? 'không có trường này / no such field' : (Object.values(constraints)[0] ?? '');
  return { field: `/${property}`, message };
}

function placeProblems({ base, day }: RunRequest, targets: Targets): RunProblem[] {
  const problems: RunProblem[] = [];
  const url = readBase(base);
  if (url === undefined)
    problems.push({ field: '/base', message: 'địa chỉ http(s) không kèm tài khoản / an http(s) address without an account' });
  else if (!targets.allow(url))
    problems.push({
      field: '/base',
      message: `máy ${url.host} không được phép gọi, xem SIMULATOR_COMMUNE_TARGETS / host ${url.host} may not be called, see SIMULATOR_COMMUNE_TARGETS`,
    });
  if (day !== undefined && !isDay(day)) problems.push({ field: '/day', message: 'ngày yyyy-MM-dd / a day yyyy-MM-dd' });
  return problems;
}

function clientProblems({ client, variant, username, password, apiKey }: RunRequest): RunProblem[] {
  const { form, variants } = CLIENTS[client];
  const problems: RunProblem[] = [];
  if (variant !== undefined && !variants.includes(variant)) {
    const known = variants.length === 0 ? '–' : variants.join(', ');
    problems.push({ field: '/variant', message: `${client} chỉ có / only has: ${known}` });
  }
  const hasAccount = Boolean(username) && Boolean(password);
  if (form === 'classic' && !hasAccount)
    problems.push({ field: '/username', message: 'cần username và password / username and password are needed' });
  if (form === 'wrapper' && !hasAccount && !apiKey)
    problems.push({
      field: '/apiKey',
      message: 'cần apiKey, hoặc username và password / an apiKey, or username and password, is needed',
    });
  return problems;
}

function planOf(request: RunRequest, now: number): RunPlan {
  const { client, agencyCode, dossiers, seed, day = yesterday(now), rounds, pauseMs, timeoutMs } = request;
  return {
    ...{ client, account: accountOf(request), workload: { agencyCode, day, dossiers, seed } },
    ...{ rounds, pauseMs, timeoutMs },
  };
}

function accountOf(request: RunRequest): Account {
  const { client, username = '', password = '', apiKey = '', agencyCode, madonvi, sessionSeconds, variant } = request;
  const { pathPrefix = CLIENTS[client].form === 'wrapper' ? WRAPPER_PREFIX : '' } = request;
  const base = request.base.replace(/\/+$/, '') + pathPrefix;
  return { base, username, password, apiKey, agencyCode, madonvi, sessionSeconds, variant };
}
