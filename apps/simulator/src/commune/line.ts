import type { Tally } from './tally.ts';

/** What came back, as far as it can be understood. */
export interface Answer {
  /** `error_code` as text, `http-<status>` when there is none. */
  readonly errorCode: string;
  readonly message: string;
  /** The body as it came: some clients read nothing else. */
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One request of a client. */
export interface Request {
  /** The service, as it is counted. */
  readonly service: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** The dossier that it is about, if any. */
  readonly code: string;
}

/** Answers that are no trouble: success, and "there already", which makes the real clients go on with an update. */
const QUIET = ['0', '00', '3', '-3'];

/** The road to a door: it counts everything, and swallows every failure as the real clients do. */
export class Line {
  constructor(
    private readonly tally: Tally,
    private readonly timeoutMs: number,
    private readonly stop: AbortSignal,
  ) {}

  /** Undefined when nothing came back, or the run is being stopped. */
  async post({ service, url, headers, body, code }: Request): Promise<Answer | undefined> {
    this.tally.called(service);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
        // Elsewhere may be a host that was not allowed.
        redirect: 'error',
        signal: AbortSignal.any([this.stop, AbortSignal.timeout(this.timeoutMs)]),
      });
      return this.note({ service, code }, read(response.status, await response.text()));
    } catch (error) {
      const { message, cause } = error as Error;
      this.tally.answered('none');
      this.tally.problem({ service, errorCode: 'none', message: cause instanceof Error ? cause.message : message, code });
      return undefined;
    }
  }

  private note({ service, code }: Pick<Request, 'service' | 'code'>, answer: Answer): Answer {
    const { errorCode, message } = answer;
    this.tally.answered(errorCode);
    if (!QUIET.includes(errorCode)) this.tally.problem({ service, errorCode, message, code });
    return answer;
  }
}

function read(http: number, text: string): Answer {
  const body = parse(text);
  const { error_code: code, message } = body;
  const errorCode = typeof code === 'number' || typeof code === 'string' ? String(code) : `http-${String(http)}`;
  return { errorCode, message: typeof message === 'string' ? message : '', text, body };
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
