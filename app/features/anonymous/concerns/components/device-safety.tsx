import type { KeyState } from '~/features/published/registers/components/kept-key';
import { Link } from '~/ui/link';
import { QrCode } from '~/ui/qr-code';
import { SafetyChecklist, type SafetyItem } from '~/ui/safety-checklist';
import { useSignedInMark } from '~/ui/signed-in-mark';

/** How safe this device and network look for what is written here, as far as a page can tell. */
export function ConcernSafety({ state, address }: { state: KeyState; address: string }) {
  const signedInHere = useSignedInMark();
  const items: SafetyItem[] = [
    signedInHere
      ? {
          key: 'session',
          state: 'caution',
          text: (
            <>
              You are signed in on this device. Raising a concern does not use that, and this page cannot see it; to be
              surer still, <Link to="/in/me">sign out first</Link>, but copy your text before: it is not kept.
            </>
          ),
        }
      : { key: 'session', state: 'good', text: 'You are not signed in here. Raising a concern does not need it.' },
    {
      key: 'device',
      state: 'unknown',
      text: (
        <>
          A company laptop may record every key and the screen: then what you wrote here has been read before it was
          encrypted, and no page can tell. If this is one, stop, and write it on your own phone.{' '}
          <OnMyPhone address={address} />
        </>
      ),
    },
    {
      key: 'files',
      state: 'unknown',
      text: 'Who opened or copied a file may be recorded where it lay. Cleaning cannot undo that.',
    },
    {
      key: 'network',
      state: 'unknown',
      text: 'The network you are on can see that you are here, and roughly how much you send, not what. At home or on mobile data the company’s cannot.',
    },
    {
      key: 'key',
      state: 'good',
      text:
        state.kind === 'open' && !state.kept
          ? 'Your key is used here once, to prove that an employee writes, and is not kept.'
          : 'Your key proves that an employee writes. It never leaves this device, and the proof fits everybody on the register.',
    },
  ];
  return <SafetyChecklist items={items} />;
}

/** Said before anything is typed: afterwards is late. */
export function WriteElsewhere({ address }: { address: string }) {
  return (
    // No paragraph: what opens and closes cannot stand in one, and a page made on the server would be read otherwise.
    <div className="small">
      On a company laptop? It may record every key, and no page can tell. <OnMyPhone address={address} />
    </div>
  );
}

function OnMyPhone({ address }: { address: string }) {
  return (
    <details className="on-phone">
      <summary>Write it on my phone</summary>
      <QrCode text={address} label={`QR code of ${address}`} />
      <span className="small soft">{address} (what you wrote here does not go with it)</span>
    </details>
  );
}
