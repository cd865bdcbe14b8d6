/** Why a change of clients is refused; nothing was changed then. */
export type ClientRefusal =
  | 'client.exists'
  | 'client.unknown'
  | 'unit.unknown'
  | 'unit.ended'
  | 'unit.not-served'
  | 'unit.test'
  | 'destination.unknown'
  | 'username.taken'
  | 'key.present'
  | 'key.two-valid'
  | 'key.which'
  | 'key.unknown';

/** A change that cannot be made as it was asked for. `about` names what it is about, such as codes or key ids; `lines` tell more. */
export class ClientRefused extends Error {
  constructor(
    readonly code: ClientRefusal,
    readonly about: string,
    readonly lines: readonly string[] = [],
  ) {
    super(`${code}: ${about}`);
    this.name = 'ClientRefused';
  }
}
