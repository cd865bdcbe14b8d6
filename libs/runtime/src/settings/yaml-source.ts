import { createHash } from 'node:crypto';
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
  type Scalar,
} from 'yaml';
import type { Text } from '../text.ts';
import { describePath, type Path } from './inspect.ts';
import type { Fault } from './fault.ts';

/** What a scalar says after its references were resolved; `undefined` where a variable is not set. */
export type Resolve = (
  text: string,
) => { readonly text: string } | { readonly faults: readonly Pick<Fault, 'reason' | 'write'>[] };

/** Names that mean something to the language and never to us. */
const UNUSABLE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * What is wrong with the form of a file, by the codes of the parser. Its own messages are not passed on: they quote the line, which
 * may hold a password.
 */
const SYNTAX: Readonly<Record<string, Text>> = {
  DUPLICATE_KEY: { vi: 'thiết lập này có hai lần', en: 'this setting is there twice' },
  BAD_INDENT: { vi: 'thụt lề sai', en: 'wrong indentation' },
  TAB_AS_INDENT: { vi: 'thụt lề bằng dấu tab; hãy dùng dấu cách', en: 'indented by a tab; use blanks' },
  MISSING_CHAR: { vi: 'thiếu dấu (nháy, ngoặc, phẩy hoặc hai chấm)', en: 'a quote, bracket, comma or colon is missing' },
  MULTIPLE_DOCS: { vi: 'chỉ được một tài liệu, không có “---” thứ hai', en: 'one document only, no second “---”' },
  BAD_ALIAS: { vi: 'bí danh (*) không có điểm neo (&)', en: 'an alias (*) without its anchor (&)' },
  TAG_RESOLVE_FAILED: { vi: 'thẻ (!) không dùng được ở đây', en: 'a tag (!) that cannot be used here' },
};
const LOST_ALIAS: Text = {
  vi: 'chữ bắt đầu bằng dấu * là bí danh của YAML và không có điểm neo (&) nào; hãy đặt trong dấu nháy',
  en: 'what begins with * is an alias of YAML, and has no anchor (&); put it in quotes',
};
const OTHER_SYNTAX: Text = { vi: 'sai cú pháp YAML', en: 'not YAML' };

/** A YAML file that knows at which line and column each setting stands. */
export class YamlSource {
  /** Names the content. */
  readonly digest: string;
  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed;
  private readonly references = new Map<Node, string>();

  constructor(
    readonly file: string,
    text: string,
  ) {
    this.digest = textDigest(text);
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false });
  }

  /** An alias that leads nowhere: mostly a text that begins with a star and was meant to stand in quotes. */
  private lostAliases(): Fault[] {
    const faults: Fault[] = [];
    visit(this.document, {
      Alias: (_, node) => {
        if (node.resolve(this.document) !== undefined) return;
        faults.push({ place: this.placeOf(node), reason: LOST_ALIAS, write: "'*…'" });
      },
    });
    return faults;
  }

  /** Whether the form is so broken that what stands in the file cannot be told. */
  get isBroken(): boolean {
    return this.document.errors.some(({ code }) => code !== 'DUPLICATE_KEY') || this.lostAliases().length > 0;
  }

  /** What is wrong with the form of the file: where it is broken, the first place alone, as the others mostly follow from it. */
  syntaxFaults(): Fault[] {
    const every = [...this.document.errors, ...this.document.warnings].toSorted((one, other) => one.pos[0] - other.pos[0]);
    const isFormless = this.document.errors.some(({ code }) => code !== 'DUPLICATE_KEY');
    const faults = (isFormless ? every.slice(0, 1) : every).map(({ code, pos }) => ({
      place: this.placeAt(pos[0]),
      setting: code === 'DUPLICATE_KEY' ? this.settingAt(pos[0]) : undefined,
      reason: SYNTAX[code] ?? OTHER_SYNTAX,
    }));
    return isFormless ? faults : [...faults, ...this.lostAliases()];
  }

  /** Puts the values of variables in the place of the references to them, and takes out keys that are no names of settings. */
  resolve(resolve: Resolve): Fault[] {
    const faults: Fault[] = [];
    visit(this.document, {
      Pair: (_, { key }, ancestors) => {
        if (!isScalar(key) || !UNUSABLE_KEYS.has(String(key.value))) return undefined;
        const reason = { vi: 'không có thiết lập này', en: 'there is no such setting' };
        faults.push({ place: this.placeOf(key), setting: nameOf(key, ancestors), reason });
        return visit.REMOVE;
      },
      Scalar: (role, node, ancestors) => {
        if (role === 'key' || typeof node.value !== 'string') return;
        const raw = node.value;
        const resolved = resolve(raw);
        if ('text' in resolved) {
          if (resolved.text === raw) return;
          this.references.set(node, raw);
          node.value = resolved.text;
        } else {
          const setting = describePath(pathOf(node, ancestors));
          faults.push(...resolved.faults.map((fault) => ({ ...fault, place: this.placeOf(node), setting })));
        }
      },
    });
    return faults;
  }

  /** The content of the file; undefined where its aliases unfold to more than anybody would write. */
  content(): unknown {
    try {
      return this.document.toJS() as unknown;
    } catch {
      return undefined;
    }
  }

  /** `file:line:column` of a setting, or of the group in which it is missing. */
  place(path: Path): string {
    return this.placeOf(this.find(path).at);
  }

  /** The reference that stood where a value is now. */
  reference(path: Path): string | undefined {
    const { node } = this.find(path);
    return node === undefined ? undefined : this.references.get(node);
  }

  /** The line of a setting that is written in the file. */
  line(path: Path): number | undefined {
    const { node, at } = this.find(path);
    return node === undefined || at?.range == null ? undefined : this.lines.linePos(at.range[0]).line;
  }

  /** The node of a setting, and the key or entry that shows where it is: of the nearest group where it is not there. */
  private find(path: Path): { node: Node | undefined; at: Node | undefined } {
    let node: Node | undefined = this.document.contents ?? undefined;
    let at = node;
    for (const part of path) {
      const group = isAlias(node) ? node.resolve(this.document) : node;
      if (isMap(group)) {
        const pair = (group.items as Pair<Node, Node | null>[]).find(({ key }) => isScalar(key) && String(key.value) === part);
        node = pair?.value ?? undefined;
        at = pair?.key ?? at;
      } else if (isSeq(group) && typeof part === 'number') {
        node = group.items[part] as Node | undefined;
        at = node ?? at;
      } else node = undefined;
      if (node === undefined) break;
    }
    return { node, at };
  }

  /** The setting whose name begins there. */
  private settingAt(offset: number): string | undefined {
    let setting: string | undefined;
    visit(this.document, {
      Pair: (_, { key }, ancestors) => {
        if (!isScalar(key) || key.range?.[0] !== offset) return undefined;
        setting = nameOf(key, ancestors);
        return visit.BREAK;
      },
    });
    return setting;
  }

  private placeOf(node: Node | undefined): string {
    return this.placeAt(node?.range?.[0] ?? 0);
  }

  private placeAt(offset: number): string {
    const { line, col } = this.lines.linePos(offset);
    return `${this.file}:${String(Math.max(line, 1))}:${String(Math.max(col, 1))}`;
  }
}

/** Names a text. */
export function textDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A setting by its path, its own name last. */
function nameOf(key: Scalar, ancestors: readonly unknown[]): string {
  return describePath([...pathOf(key, ancestors), String(key.value)]);
}

function pathOf(node: Node, ancestors: readonly unknown[]): Path {
  return ancestors.flatMap((ancestor, at): Path => {
    if (isSeq(ancestor)) return [ancestor.items.indexOf(ancestors[at + 1] ?? node)];
    const pair = ancestor as Partial<Pair<Node, Node>>;
    return isScalar(pair.key) ? [String(pair.key.value)] : [];
  });
}
