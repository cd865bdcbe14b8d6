import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Validate, ValidatorConstraint, type ValidationArguments, type ValidatorConstraintInterface } from 'class-validator';
import type { Text } from '#runtime';
import type { FieldCode } from '../problems/dictionary.ts';

/** What is wrong with one value. */
export interface Fault {
  readonly code: FieldCode;
  readonly allowed?: readonly string[];
}

/** A class that describes a JSON object of this door. */
export type Shape = new () => object;

/** How one field is judged and read. */
export interface Field {
  /** Whether the value says nothing: such a field counts as absent. `null` and `undefined` never come here. */
  readonly isEmpty: (value: unknown) => boolean;
  /** The fault of a value that is not empty. */
  readonly fault: (value: unknown) => Fault | undefined;
  /** The canonical form of a value without fault; undefined when nothing is left of it. Absent for objects and lists of objects. */
  readonly read?: (value: unknown) => unknown;
  /** The shape of the object, or of each element when `isList`. */
  readonly nested?: () => Shape;
  readonly isList?: boolean;
  /** Present on times: a placeholder that senders write for "no date". */
  readonly isPlaceholder?: (value: unknown) => boolean;
}

/** What every field says about itself. */
export interface About {
  /** The sentence for the reference. */
  readonly says: Text;
  /** Whether it must be there: always, or depending on the object that it stands in. */
  readonly required?: boolean | ((owner: object) => boolean);
  readonly example?: unknown;
}

interface Placed {
  readonly field: Field;
  readonly required: (owner: object) => boolean;
}

const placedFields = new Map<object, Map<string, Placed>>();

/** One rule for all fields: class-validator runs it per property, the field itself knows the rest. */
@ValidatorConstraint({ name: 'field' })
class FieldRule implements ValidatorConstraintInterface {
  validate(value: unknown, { constraints, object }: ValidationArguments): boolean {
    const [placed] = constraints as [Placed];
    return faultOf(placed, value, object) === undefined;
  }

  /** Carries the fault instead of a sentence: texts come from the dictionary. */
  defaultMessage({ constraints, object, value }: ValidationArguments): string {
    const [placed] = constraints as [Placed];
    return JSON.stringify(faultOf(placed, value, object));
  }
}

/** Declares a field: its rule for class-validator, its way into the canonical form, its entry in the reference. */
export function declareField(field: Field, about: About, schema: ApiPropertyOptions): PropertyDecorator {
  const { required = false } = about;
  const placed: Placed = { field, required: typeof required === 'function' ? required : () => required };
  return (prototype, property) => {
    remember(prototype, String(property), placed);
    Validate(FieldRule, [placed])(prototype, property);
    ApiProperty(describe(about, schema))(prototype, property);
  };
}

/** The fields of a shape by name. */
export function fieldsOf(shape: Shape): ReadonlyMap<string, Placed> {
  return placedFields.get(shape.prototype as object) ?? new Map();
}

function describe({ required, says, example }: About, schema: ApiPropertyOptions): ApiPropertyOptions {
  const isRequired = required === true;
  const entry = { ...schema, required: isRequired, nullable: !isRequired, description: `${says.vi} / ${says.en}` };
  return { ...entry, ...(example !== undefined && { example }) } as ApiPropertyOptions;
}

function faultOf({ field, required }: Placed, value: unknown, owner: object): Fault | undefined {
  if (value === undefined || value === null || field.isEmpty(value))
    return required(owner) ? { code: 'field.required' } : undefined;
  return field.fault(value);
}

function remember(prototype: object, property: string, placed: Placed): void {
  const fields = placedFields.get(prototype) ?? new Map<string, Placed>();
  placedFields.set(prototype, fields.set(property, placed));
}
