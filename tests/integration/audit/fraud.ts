import type { AuditOptions } from '~/audit/audit-input';
import type { CheckName, FraudCode } from '~/audit/report';
import type { CopiedHouse } from '~tests/support/copied-house';

/** A way to cheat, and all that an audit has to find: the check and the code. */
export interface Fraud {
  readonly name: string;
  readonly cheat: (house: CopiedHouse) => AuditOptions | void;
  readonly finds: readonly `${CheckName}: ${FraudCode}`[];
}
