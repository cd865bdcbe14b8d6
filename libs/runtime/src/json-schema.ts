/** OpenAPI 3.1 says "may be null" as a type; generators still write the `nullable` of 3.0. Answers the schemas with types instead. */
export function withNullTypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNullTypes);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value as Record<string, unknown>;
  const members = Object.fromEntries(Object.entries(rest).map(([key, member]) => [key, withNullTypes(member)]));
  return nullable === true ? { ...members, ...nullAllowed(members) } : members;
}

function nullAllowed({ type, oneOf, enum: words }: Record<string, unknown>): Record<string, unknown> {
  if (Array.isArray(oneOf)) return { oneOf: [...(oneOf as unknown[]), { type: 'null' }] };
  return { type: [type, 'null'], ...(Array.isArray(words) && { enum: [...(words as unknown[]), null] }) };
}
