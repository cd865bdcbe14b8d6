import { validateSync } from 'class-validator';
import type { Finding } from '#ledger';
import { pointerTo } from '#runtime';
import { fieldsOf, type Fault, type Field, type Shape } from './field.ts';
import { isSound } from './rules.ts';

const MOST_FINDINGS = 100;

/** What class-validator need not do: copies of the object in its errors, groups, its own look for unknown fields. */
const OPTIONS = { forbidUnknownValues: false, validationError: { target: false, value: false } } as const;

/** Everything that is wrong with a value that should be an object of this shape, each fault with its JSON pointer. */
export function inspect(value: unknown, shape: Shape): Finding[] {
  const findings: Finding[] = [];
  inspectAt('', value, shape, findings);
  if (findings.length <= MOST_FINDINGS) return findings;
  return [...findings.slice(0, MOST_FINDINGS), { field: '', code: 'problems.more' }];
}

function inspectAt(pointer: string, value: unknown, shape: Shape, findings: Finding[]): void {
  if (findings.length > MOST_FINDINGS) return;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    findings.push({ field: pointer, code: 'field.type' });
    return;
  }
  const object = value as Record<string, unknown>;
  takeOutUnknown(pointer, object, shape, findings);
  const faults = isSound(object, shape) ? [] : faultsOf(object, shape);
  findings.push(...faults.map(({ property, fault }) => ({ field: `${pointer}/${property}`, ...fault })));
  inspectNested(pointer, object, shape, { findings, faulty: new Set(faults.map(({ property }) => property)) });
}

function faultsOf(object: object, shape: Shape): { property: string; fault: Fault }[] {
  // Not copied: class-validator finds the rules by the prototype.
  Object.setPrototypeOf(object, shape.prototype as object);
  return validateSync(object, OPTIONS).map(({ property, constraints }) => ({
    property,
    fault: JSON.parse(constraints?.['field'] ?? '{"code":"field.type"}') as Fault,
  }));
}

// class-validator's own whitelist looks names up in a plain object, so that `constructor` or `__proto__` would pass it; and a
// member called `constructor` would hide the class from it. So unknown members are named here and taken out.
function takeOutUnknown(pointer: string, value: Record<string, unknown>, shape: Shape, findings: Finding[]): void {
  const fields = fieldsOf(shape);
  for (const name of Object.keys(value)) {
    if (fields.has(name)) continue;
    if (findings.length <= MOST_FINDINGS) findings.push({ field: `${pointer}${pointerTo(name)}`, code: 'field.unknown' });
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the object was parsed for us alone
    delete value[name];
  }
}

interface Found {
  readonly findings: Finding[];
  readonly faulty: ReadonlySet<string>;
}

function inspectNested(pointer: string, owner: Record<string, unknown>, shape: Shape, { findings, faulty }: Found): void {
  for (const [name, { field }] of fieldsOf(shape)) {
    const value = owner[name];
    if (field.nested === undefined || value === undefined || value === null || faulty.has(name)) continue;
    inspectValue(`${pointer}/${name}`, value, field, findings);
  }
}

function inspectValue(pointer: string, value: unknown, { nested, isList }: Field, findings: Finding[]): void {
  if (nested === undefined) return;
  if (isList === true)
    (value as unknown[]).forEach((entry, index) => {
      inspectAt(`${pointer}/${String(index)}`, entry, nested(), findings);
    });
  else inspectAt(pointer, value, nested(), findings);
}
