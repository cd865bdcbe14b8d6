import { applyDecorators } from '@nestjs/common';
import { Transform, Type } from 'class-transformer';
import { IsInt, IsObject, Max, Min, ValidateIf, ValidateNested } from 'class-validator';
import { canonicalText } from '#canonical';

const DIGITS = /^\d{1,16}$/;

/** Text in its one written form: what only looks like something says nothing, and a rule on its length finds it empty. */
export function Canonical(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? canonicalText(value) : value));
}

/** Codes are kept trimmed and in capitals: one that a person wrote, as it is kept. */
export function foldCode(value: unknown): unknown {
  return typeof value === 'string' ? canonicalText(value).toUpperCase() : value;
}

/** A code in the form in which it is kept. */
export function Code(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => foldCode(value));
}

/** A member of a body that may be absent. `null` is not absent: as a condition of a filter it would select everything. */
export function MayBeAbsent(): PropertyDecorator {
  return ValidateIf((_body, value: unknown) => value !== undefined);
}

/** An object of its own shape; a list is none, though the rules of the shape would find nothing wrong with an empty one. */
export function Nested(shape: () => new () => object): PropertyDecorator {
  return applyDecorators(Type(shape), IsObject(), ValidateNested());
}

/** A whole number of a query, in decimal digits. */
export function WholeNumber(min: number, max: number): PropertyDecorator {
  const read = Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && DIGITS.test(value) ? Number(value) : value,
  );
  return applyDecorators(read, IsInt(), Min(min), Max(max));
}
