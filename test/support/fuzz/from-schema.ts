import type { Chance } from '../harness/chance.ts';
import { nastyValue, PLANTED } from './nasty.ts';

/** The part of JSON Schema that the reference uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly format?: string;
  readonly example?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** How values are made: `wrong` is the share of members that are not what the schema says. */
export interface Making {
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly chance: Chance;
  readonly wrong: number;
}

const NAMES = ['dossierCode', 'note', '__proto__', 'constructor', 'Status', 'fee', ''];

/** A value after a schema, with some of it wrong. */
export function make(schema: Schema, making: Making, depth = 0): unknown {
  const { chance, wrong, schemas } = making;
  if (chance.hits(wrong)) return nastyValue(chance);
  if (schema.$ref !== undefined) return make(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, making, depth);
  const [choice] = [schema.oneOf ?? schema.anyOf ?? schema.allOf];
  if (choice !== undefined && choice.length > 0) return make(chance.pick(choice), making, depth);
  if (schema.enum !== undefined) return chance.pick(schema.enum);
  if (schema.example !== undefined && chance.hits(0.7)) return schema.example;
  return makeOfType(schema, making, depth);
}

function makeOfType(schema: Schema, making: Making, depth: number): unknown {
  const { chance } = making;
  const type = typeof schema.type === 'string' ? schema.type : chance.pick(schema.type ?? ['object']);
  switch (type) {
    case 'object':
      return makeObject(schema, making, depth);
    case 'array':
      return Array.from({ length: depth > 4 ? 0 : chance.below(4) }, () => make(schema.items ?? {}, making, depth + 1));
    case 'integer':
    case 'number':
      return (schema.minimum ?? 0) + chance.below((schema.maximum ?? 10) - (schema.minimum ?? 0) + 1);
    case 'boolean':
      return chance.hits(0.5);
    case 'null':
      return null;
    default:
      return schema.format === 'date-time' ? aTime(chance) : `${PLANTED} ${String(chance.below(1_000))}`;
  }
}

function makeObject({ properties = {}, required = [] }: Schema, making: Making, depth: number): Record<string, unknown> {
  const { chance, wrong } = making;
  const entries = Object.entries(properties)
    .filter(([name]) => (required.includes(name) ? !chance.hits(wrong) : chance.hits(depth === 0 ? 0.5 : 0.3)))
    .map(([name, member]) => [name, make(member, making, depth + 1)] as const);
  const more = chance.hits(wrong) ? [[chance.pick(NAMES), nastyValue(chance)] as const] : [];
  return Object.fromEntries([...entries, ...more]);
}

function aTime(chance: Chance): string {
  const two = (most: number): string => String(1 + chance.below(most)).padStart(2, '0');
  return `2026-${two(12)}-${two(29)}T${two(23)}:${two(59)}:00+07:00`;
}
