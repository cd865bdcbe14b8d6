import type { HttpService } from '@nestjs/axios';
import { firstValueFrom } from 'rxjs';
import { Webhook as Signer } from 'standardwebhooks';

/** Where messages go, and the key that they are signed with. */
export interface WebhookSettings {
  readonly url: string;
  /** `whsec_…` */
  readonly secret: string;
}

const ANSWER_WITHIN_MS = 10_000;
const MOST_ANSWER_BYTES = 65_536;

/** A webhook after Standard Webhooks: one POST per message, signed over its id, its time and its body. */
export class Webhook {
  private readonly signer: Signer;

  constructor(
    private readonly http: HttpService,
    private readonly settings: WebhookSettings,
  ) {
    this.signer = new Signer(settings.secret);
  }

  /** The HTTP status of its answer; undefined where there was none. */
  async send({ id, body }: { readonly id: string; readonly body: string }, at: Date): Promise<number | undefined> {
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': this.signer.sign(id, at, body),
    };
    const post = this.http.post<unknown>(this.settings.url, body, {
      headers,
      // A message goes where it is configured to go, and nowhere else.
      maxRedirects: 0,
      maxContentLength: MOST_ANSWER_BYTES,
      proxy: false,
      responseType: 'text',
      transformRequest: [(data: unknown) => data],
      validateStatus: () => true,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return firstValueFrom(post).then(
      ({ status }) => status,
      () => undefined,
    );
  }
}
