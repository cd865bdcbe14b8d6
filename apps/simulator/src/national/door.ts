import { PortalDoor } from '../portal/door.ts';
import { json, type Reply } from '../portal/reply.ts';
import type { Settings } from '../portal/settings.ts';
import type { Store } from '../portal/store.ts';
import type { SimulatedCatalogue } from './catalogue/catalogue.ts';
import { Services, sessionOver, type WireRequest } from './services.ts';

/** The national portal's door. */
export class NationalDoor {
  private readonly door: PortalDoor<WireRequest, Settings>;

  constructor(
    readonly store: Store,
    account: { readonly username: string; readonly password: string },
    catalogue: SimulatedCatalogue,
  ) {
    const services = new Services(store, account, catalogue);
    this.door = new PortalDoor(store, {
      serve: (request, now) => (request.service === 'login' ? services.login(request.body, now) : services.serve(request, now)),
      sessionOver,
      isUpdating: ({ body }) => (typeof body['isUpdating'] === 'string' ? body['isUpdating'] : null),
      loginRefused: json('{"error_code":-1,"message":"Sai tài khoản hoặc mật khẩu"}'),
      busy: json('{"error_code":99,"message":"Hệ thống đang bận, vui lòng thử lại sau"}'),
      tooMany: '{"error_code":429,"message":"Quá nhiều yêu cầu"}',
    });
  }

  handle(request: WireRequest): Promise<Reply> {
    return this.door.handle(request);
  }
}
