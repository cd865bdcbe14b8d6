import type { Chance } from '../harness/chance.ts';
import type { RawRequest } from './damage.ts';
import { make, type Making, type Schema } from './from-schema.ts';
import { nastyText } from './nasty.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: Schema;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
}

/** A reference of an API, as far as the fuzzer reads it. */
export interface Reference {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Who sends: a key and the identifier with which the codes of its dossiers begin. */
export interface Sender {
  readonly apiKey: string;
  readonly unit: string;
}

const CODES = 200;
/** How much more often something is sent than asked. */
const POSTED = 6;

/** Makes requests of every operation that a reference describes, most of them nearly right. */
export class NativeRequests {
  private readonly operations: readonly { method: string; path: string; operation: Operation }[];

  constructor(
    private readonly reference: Reference,
    private readonly chance: Chance,
  ) {
    this.operations = Object.entries(reference.paths)
      .filter(([path]) => path.startsWith('/v1/'))
      .flatMap(([path, methods]) =>
        Object.entries(methods).flatMap(([method, operation]) =>
          Array.from({ length: method === 'post' ? POSTED : 1 }, () => ({ method: method.toUpperCase(), path, operation })),
        ),
      );
  }

  next(sender: Sender): RawRequest {
    const { chance } = this;
    const { method, path, operation } = chance.pick(this.operations);
    const { parameters = [], requestBody } = operation;
    const filled = path.replaceAll(/\{(\w+)\}/g, () =>
      encodeURIComponent(chance.hits(0.7) ? this.code(sender) : wellFormed(nastyText(chance))),
    );
    const query = parameters
      .filter((parameter) => parameter.in === 'query' && chance.hits(0.4))
      .map((one) => this.parameter(one));
    const schema = requestBody?.content['application/json']?.schema;
    return {
      method,
      path: filled + (query.length > 0 ? `?${query.join('&')}` : ''),
      headers: { authorization: `Bearer ${sender.apiKey}`, 'content-type': 'application/json' },
      body: schema === undefined ? undefined : Buffer.from(JSON.stringify(this.body(schema, sender))),
    };
  }

  private parameter({ name, schema = { type: 'string' } }: Parameter): string {
    const value = make(schema, { schemas: this.reference.components.schemas, chance: this.chance, wrong: 0.3 });
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${name}=${encodeURIComponent(wellFormed(text))}`;
  }

  private body(schema: Schema, sender: Sender): unknown {
    const making: Making = {
      ...{ schemas: this.reference.components.schemas, chance: this.chance },
      wrong: this.chance.pick([0, 0, 0.02, 0.1, 0.4]),
    };
    return withCodes(make(schema, making), () => (this.chance.hits(0.9) ? this.code(sender) : undefined));
  }

  private code({ unit }: Sender): string {
    return `H56.${unit}-261123-${String(this.chance.below(CODES)).padStart(4, '0')}`;
  }
}

/** Puts codes that exist in place of the examples, so that requests meet each other. */
function withCodes(value: unknown, code: () => string | undefined): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const items: unknown = 'items' in value ? value.items : undefined;
  if (Array.isArray(items)) return { ...value, items: items.map((item) => withCodes(item, code)) };
  const given = 'dossierCode' in value ? code() : undefined;
  return given === undefined ? value : { ...value, dossierCode: given };
}

/** Half a character cannot stand in an address. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
