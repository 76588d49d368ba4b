import { useEffect, useState, type ReactNode } from 'react';
import { formatCount } from '~/ui/count';
import { Link } from '~/ui/link';
import type { LedgerBrokenError } from '../device-ledger';
import { openDeviceLedger, type LedgerView } from '../device-ledger';
import { ledgerMemory } from '../ledger-memory';
import { cosignedBy, readWitnesses, type Witness } from '../read-ledger';
import { DeviceLedgerContext } from './device-ledger-context';
import { LedgerBroken } from './ledger-broken';

type Seen =
  | { readonly kind: 'looking' }
  | { readonly kind: 'checked'; readonly view: LedgerView }
  /** Nothing is signed yet, or it could not be read: whatever needs it says so itself. */
  | { readonly kind: 'not-read' }
  | { readonly kind: 'broken'; readonly error: LedgerBrokenError };

/**
 * Around everything on which a device relies on what is published: holds this house's ledger against what the device saw
 * before, and lets nothing go on where it is another.
 */
export function LedgerWatch({ organisation, children }: { organisation: string; children: ReactNode }) {
  const [seen, setSeen] = useState<Seen>({ kind: 'looking' });
  const [ledger] = useState(() =>
    openDeviceLedger({
      organisation,
      memory: ledgerMemory(organisation),
      pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      onView: (view) => {
        setSeen((now) => (now.kind === 'broken' ? now : { kind: 'checked', view }));
      },
      onBroken: (error) => {
        setSeen({ kind: 'broken', error });
      },
    }),
  );
  const [witnesses, setWitnesses] = useState<readonly Witness[] | null>(null);
  useEffect(() => {
    ledger.view().then(
      () => readWitnesses().then(setWitnesses, () => undefined),
      () => {
        setSeen((now) => (now.kind === 'looking' ? { kind: 'not-read' } : now));
      },
    );
  }, [ledger]);

  if (seen.kind === 'broken') {
    return (
      <LedgerBroken
        error={seen.error}
        onForget={async () => {
          await ledgerMemory(organisation).forget();
          window.location.reload();
        }}
      />
    );
  }
  return (
    <DeviceLedgerContext.Provider value={ledger}>
      {children}
      {seen.kind !== 'looking' && <LedgerLine {...{ seen, witnesses }} />}
    </DeviceLedgerContext.Provider>
  );
}

/** What was checked, in one line at the foot of the page. */
function LedgerLine({
  seen,
  witnesses,
}: {
  seen: Exclude<Seen, { kind: 'looking' | 'broken' }>;
  /** Null where nobody could say who they are. */
  witnesses: readonly Witness[] | null;
}) {
  if (seen.kind === 'not-read') {
    return <p className="ledger-line small soft">The public ledger could not be read just now.</p>;
  }
  const { state, before } = seen.view;
  return (
    <p className="ledger-line small soft">
      Your device checked the <Link to="/transparency/ledger">public ledger</Link>: {formatCount(state.size)} entries,{' '}
      {before === null ? 'remembered for your next visit' : 'and nothing that it saw before is gone or changed'}.{' '}
      {witnesses && witnessWords(cosignedBy(state, witnesses))}
    </p>
  );
}

function witnessWords(witnesses: readonly Witness[]): string {
  if (witnesses.length === 0) return 'No witness has cosigned this state yet.';
  const names = new Intl.ListFormat('en-GB').format(witnesses.map(({ runBy }) => runBy));
  return `Cosigned by ${String(witnesses.length)} ${witnesses.length === 1 ? 'witness' : 'witnesses'}: ${names}.`;
}
