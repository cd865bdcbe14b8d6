import { styleText } from 'node:util';
import type { Text } from '#runtime';
import { widthOf } from './width.ts';
import { cut, wrap } from './wrap.ts';

/** Where lines go: a terminal, or a file or pipe, which has no width and no colours. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** Whether it shows colours, and may: `NO_COLOR` is heeded by Node's own streams. */
  hasColors?(): boolean;
  write(text: string): unknown;
}

type Style = Parameters<typeof styleText>[0];

const RETURN = '\r\u001b[K';
const USUAL_COLUMNS = 80;
const BAR_COLUMNS = 20;

/**
 * What a person sees: Vietnamese first, English beside it or below it. On a terminal no line is wider than it; elsewhere every
 * message is one line, without colours and without lines that replace each other.
 */
export class Terminal {
  private isOnProgress = false;

  constructor(private readonly output: Output = process.stdout) {
    // Whoever read our output may have gone (`npm start | head`): that must not end the gateway.
    if (output === process.stdout) process.stdout.on('error', () => undefined);
  }

  /** Columns of the terminal; undefined where there is none. */
  get width(): number | undefined {
    if (this.output.isTTY !== true) return undefined;
    // A terminal that does not know its width says 0.
    return this.output.columns === undefined || this.output.columns === 0 ? USUAL_COLUMNS : this.output.columns;
  }

  /** Something that happens. */
  say(text: Text): void {
    this.message('•', 'cyan', text);
  }

  /** Something that is well. */
  done(text: Text): void {
    this.message('✔', 'green', text);
  }

  /** Something that is not as it should be. */
  fail(text: Text, lines: readonly string[] = []): void {
    this.below('✘', 'red', text, lines);
  }

  /** Something that a person should know, with lines that tell more. */
  warn(text: Text, lines: readonly string[] = []): void {
    this.below('!', 'yellow', text, lines);
  }

  /** Begins a part of the output. */
  heading({ vi, en }: Text): void {
    this.line();
    this.line(this.width === undefined ? `${vi}  ·  ${en}` : `${this.styled('bold', vi)}  ·  ${this.styled('dim', en)}`);
    this.line();
  }

  /** A line of its own, as it is. */
  line(text = ''): void {
    this.endProgress();
    this.output.write(`${text}\n`);
  }

  /** A short line that replaces itself on a terminal, with a bar for the share from 0 to 1; elsewhere only milestones are kept. */
  progress(text: string, isMilestone: boolean, share?: number): void {
    const { width } = this;
    if (width === undefined) {
      if (isMilestone) this.output.write(`  ${text}\n`);
      return;
    }
    const bar = share === undefined ? '' : `${barOf(share)} `;
    this.output.write(`${RETURN}  ${this.styled('cyan', bar)}${cut(text, width - 3 - widthOf(bar))}`);
    this.isOnProgress = true;
  }

  private message(mark: string, style: Style, { vi, en }: Text): void {
    const { width } = this;
    const isShort = width === undefined || widthOf(`${mark} ${vi}  ·  ${en}`) <= width;
    if (isShort) this.line(`${this.styled(style, mark)} ${vi}  ${this.styled('dim', `·  ${en}`)}`);
    else this.below(mark, style, { vi, en }, []);
  }

  private below(mark: string, style: Style, { vi, en }: Text, lines: readonly string[]): void {
    const [first = '', ...rest] = this.wrapped(vi);
    this.line(`${this.styled(style, mark)} ${first}`);
    for (const line of rest) this.line(`  ${line}`);
    for (const line of this.wrapped(en)) this.line(`  ${this.styled('dim', line)}`);
    for (const line of lines) this.line(`    ${line}`);
  }

  private wrapped(text: string): string[] {
    return this.width === undefined ? [text] : text.split('\n').flatMap((part) => wrap(part.trim(), (this.width ?? 0) - 2));
  }

  private styled(style: Style, text: string): string {
    return this.output.hasColors?.() === true ? styleText(style, text, { validateStream: false }) : text;
  }

  private endProgress(): void {
    if (this.isOnProgress) this.output.write('\n');
    this.isOnProgress = false;
  }
}

function barOf(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * BAR_COLUMNS);
  return `${'█'.repeat(full)}${'░'.repeat(BAR_COLUMNS - full)} ${String(Math.floor(share * 100)).padStart(3)} %`;
}
