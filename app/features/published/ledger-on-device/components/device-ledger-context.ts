import { createContext, useContext } from 'react';
import type { DeviceLedger } from '../device-ledger';

export const DeviceLedgerContext = createContext<DeviceLedger | null>(null);

/** The ledger as this page reads and checks it: there on every page below a `LedgerWatch`. */
export function useDeviceLedger(): DeviceLedger {
  const ledger = useContext(DeviceLedgerContext);
  if (!ledger) throw new Error('this page watches no ledger');
  return ledger;
}
