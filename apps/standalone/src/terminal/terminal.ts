import type { Text } from '#runtime';

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const RETURN = '\r\u001b[K';

/** What a person sees: Vietnamese first, English beside it, readable without colours. */
export class Terminal {
  private hasProgress = false;

  constructor(private readonly output: Output = process.stdout) {
    // Whoever read our output may have gone (`npm start | head`): that must not end the gateway.
    process.stdout.on('error', () => undefined);
  }

  /** One thing that happened. */
  say({ vi, en }: Text): void {
    this.line(`• ${vi}  ·  ${en}`);
  }

  /** Something that a person should know, with lines that tell more. */
  warn({ vi, en }: Text, lines: readonly string[] = []): void {
    this.line(`! ${vi}`);
    this.line(`  ${en}`);
    lines.forEach((line) => {
      this.line(`    ${line}`);
    });
  }

  line(text = ''): void {
    this.endProgress();
    this.output.write(`${text}\n`);
  }

  /** A short line that replaces itself on a terminal; where the output goes to a file only milestones are kept. */
  progress(line: string, isMilestone: boolean): void {
    const text = `  ${line}`;
    if (this.output.isTTY !== true) {
      if (isMilestone) this.output.write(`${text}\n`);
      return;
    }
    this.output.write(`${RETURN}${text}`);
    this.hasProgress = true;
  }

  private endProgress(): void {
    if (this.hasProgress) this.output.write('\n');
    this.hasProgress = false;
  }
}
