import { PortalDoor } from '../portal/door.ts';
import { json, type Reply } from '../portal/reply.ts';
import type { Store } from '../portal/store.ts';
import { ProvinceServices, result, tokenOver, type ProvinceAccount, type ProvinceRequest } from './services.ts';
import type { ProvinceSettings } from './traits.ts';

/** The provincial portal's door. */
export class ProvinceDoor {
  private readonly door: PortalDoor<ProvinceRequest, ProvinceSettings>;

  constructor(store: Store<ProvinceSettings>, account: ProvinceAccount) {
    const services = new ProvinceServices(store, account);
    this.door = new PortalDoor(store, {
      serve: (request, now) => services.serve(request, now),
      sessionOver: tokenOver,
      // One service creates and updates: the wire has no word for it.
      isUpdating: () => null,
      loginRefused: json('{"error":"invalid_client","error_description":"Sai client_id hoặc client_secret"}', 401),
      busy: json(JSON.stringify(result(500, 'Hệ thống đang bận, vui lòng thử lại sau'))),
      tooMany: JSON.stringify(result(429, 'Quá nhiều yêu cầu')),
    });
  }

  handle(request: ProvinceRequest): Promise<Reply> {
    return this.door.handle(request);
  }
}
