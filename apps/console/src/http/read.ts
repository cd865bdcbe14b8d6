import type { PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { pointerTo } from '#runtime';
import { isProblemCode, type ProblemCode } from '../problems/dictionary.ts';
import { Refused, type Finding } from '../problems/refused.ts';
import { faultsOfValues } from './values.ts';

const MOST_FINDINGS = 100;

/**
 * Reads a body or a query by a class with class-validator's rules: what it does not know is refused, and every fault is named. A rule
 * whose `context` is `{ code }` is answered with that code.
 */
export function reads<T extends object>(shape: new () => T): PipeTransform<unknown, T> {
  return {
    transform: (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw new Refused('content.invalid', { findings: [{ field: '', code: 'body.not-object' }] });
      demandNone(faultsOfValues(value));
      const read = plainToInstance(shape, value);
      const faults = validateSync(read, { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true });
      demandNone(faults.flatMap((fault) => findingsOf(fault, '')));
      return read;
    },
  };
}

/** @throws Refused with the one code that all findings share, else that the content is invalid */
function demandNone(findings: readonly Finding[]): void {
  const [first] = findings;
  if (first === undefined) return;
  const code = findings.every((finding) => finding.code === first.code) ? first.code : 'content.invalid';
  const shown = findings.slice(0, MOST_FINDINGS);
  if (shown.length < findings.length) shown.push({ field: '', code: 'problems.more' });
  throw new Refused(code, { findings: shown });
}

/** One finding per value: what nests has rules of its own that fail together with those of what it should hold. */
function findingsOf({ property, constraints = {}, contexts = {}, children = [] }: ValidationError, above: string): Finding[] {
  const field = `${above}${pointerTo(property)}`;
  const [rule] = Object.keys(constraints);
  if (rule !== undefined) return [{ field, code: codeOf(rule, contexts[rule]) }];
  return children.flatMap((child) => findingsOf(child, field));
}

function codeOf(rule: string, context: unknown): ProblemCode {
  if (rule === 'whitelistValidation') return 'field.unknown';
  const code = typeof context === 'object' && context !== null && 'code' in context ? String(context.code) : '';
  return isProblemCode(code) ? code : 'field.invalid';
}
