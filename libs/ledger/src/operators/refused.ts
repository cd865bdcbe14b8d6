/** Why a change of operators is refused; nothing was changed then. */
export type OperatorRefusal = 'operator.exists' | 'operator.unknown' | 'operator.last-admin';

/** A change that cannot be made as it was asked for; `about` names the operator. */
export class OperatorRefused extends Error {
  constructor(
    readonly code: OperatorRefusal,
    readonly about: string,
  ) {
    super(`${code}: ${about}`);
    this.name = 'OperatorRefused';
  }
}
