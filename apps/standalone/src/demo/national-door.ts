import { DemoRefused, postUntilAnswered, type Door, type DoorAddress } from './door.ts';
import { nationalRecord, nationalStep } from './national-form.ts';
import type { DemoStep } from './write-dossiers.ts';

interface Envelope {
  readonly error_code: number | string;
  readonly message: string;
  readonly session?: string;
}

/** The door in the national portal's dialect: a system that logs in, creates and reports progress, as it would there. */
export class NationalDoor implements Door {
  private session: string | undefined;

  constructor(private readonly at: DoorAddress) {}

  dossiers(bodies: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    return this.call({ service: 'DongBoHoSoMC', isUpdating: 'False', data: bodies.map(nationalRecord) });
  }

  steps(steps: readonly DemoStep[]): Promise<void> {
    return this.call({ service: 'CapNhatTienDoHoSoMC', data: steps.map(nationalStep) });
  }

  private async call(request: object): Promise<void> {
    this.session ??= await this.login();
    check(await this.post('mapi/g', { session: this.session, madonvi: '000.00.00.H56', ...request }));
  }

  private async login(): Promise<string> {
    const { username, password } = this.at.commune;
    const answer = await this.post('mapi/login', { username, password });
    check(answer);
    return answer.session ?? '';
  }

  private async post(path: string, body: object): Promise<Envelope> {
    const { address, signal } = this.at;
    return (await postUntilAnswered(`${address}/${path}`, { headers: {}, body, signal })).answer as Envelope;
  }
}

/** The form of the province's own system: bare arrays, the account with every call, an answer within an answer. */
export class WrapperDoor implements Door {
  constructor(private readonly at: DoorAddress) {}

  dossiers(bodies: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    return this.call('DongBoHoSoMC', bodies.map(nationalRecord));
  }

  steps(steps: readonly DemoStep[]): Promise<void> {
    return this.call('CapNhatTienDoHoSoMC', steps.map(nationalStep));
  }

  private async call(service: string, body: readonly object[]): Promise<void> {
    const { address, commune, signal } = this.at;
    const headers = { authorization: `Bearer ${commune.apiKey}` };
    const { answer } = await postUntilAnswered(`${address}/KetNoiMotCuaQuocGia/${service}`, { headers, body, signal });
    check(JSON.parse((answer as Envelope).message) as Envelope);
  }
}

function check({ error_code, message }: Envelope): void {
  if (String(error_code) !== '0') throw new DemoRefused([`${String(error_code)} ${message}`]);
}
