import type { Text } from '#runtime';

/** A JSON schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** Vietnamese first, English beside it. */
export function both({ vi, en }: Text): string {
  return `${vi} / ${en}`;
}

/** A plain member. */
export function field(type: string | readonly string[], vi: string, en: string, example: unknown): Schema {
  return { type, description: both({ vi, en }), examples: [example] };
}

/** A list of one kind of entries. */
export function list(items: Schema, vi: string, en: string): Schema {
  return { type: 'array', items, description: both({ vi, en }) };
}

/** An object whose members are required but for those named. */
export function object(
  properties: Readonly<Record<string, Schema>>,
  description: string,
  optional: readonly string[] = [],
): Schema {
  return {
    type: 'object',
    description,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
    properties,
  };
}
