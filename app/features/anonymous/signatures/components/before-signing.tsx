import type { ReactNode } from 'react';
import type { KeyState } from '~/features/published/registers/components/kept-key';
import { demoFloors } from '~/platform/settings';
import { formatCount } from '~/ui/count';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { SafetyChecklist, type SafetyItem } from '~/ui/safety-checklist';
import { useSignedInMark } from '~/ui/signed-in-mark';

/** What is known of the crowd before one acts in it. */
export interface CrowdFacts {
  readonly live: number;
  /** How many of it have done the same; null where that is not shown. */
  readonly acted: number | null;
  /** Smallest crowd in which signing is offered. */
  readonly minimum: number;
}

/** Signing is not offered in a crowd below the minimum (protocol 2). */
export function crowdIsLargeEnough(crowd: CrowdFacts | null): crowd is CrowdFacts {
  return crowd !== null && crowd.live >= Math.max(crowd.minimum, demoFloors.minimum);
}

/** How large the crowd is that one vanishes in, and when that is not large. */
export function CrowdWords({ crowd, did = 'signed' }: { crowd: CrowdFacts; did?: string }) {
  const left = crowd.acted === null ? null : crowd.live - crowd.acted;
  return (
    <>
      <p>
        You vanish in a crowd of <strong>{formatCount(crowd.live)}</strong>: everybody whose key is on the register.
        {crowd.acted !== null && ` ${formatCount(crowd.acted)} of them have ${did}.`}
      </p>
      {left !== null && left < crowd.minimum && (
        <Notice tone="warn" title={`Nearly everybody has ${did}`}>
          <p>
            If everybody in a crowd does the same, everybody knows that you did. Fewer than {formatCount(crowd.minimum)}{' '}
            have not.
          </p>
        </Notice>
      )}
    </>
  );
}

interface DeviceSafetyProps {
  readonly state: KeyState;
  readonly phoneLink: ReactNode;
  /** What is about to be done: "Signing". */
  readonly act?: string;
}

/** How safe this device and network look, as far as a page can tell. */
export function DeviceSafety({ state, phoneLink, act = 'Signing' }: DeviceSafetyProps) {
  const signedInHere = useSignedInMark();
  const items: SafetyItem[] = [
    signedInHere
      ? {
          key: 'session',
          state: 'caution',
          text: (
            <>
              You are signed in on this device. {act} does not use that, and this page cannot see it; to be surer still,{' '}
              <Link to="/in/me">sign out first</Link>.
            </>
          ),
        }
      : { key: 'session', state: 'good', text: `You are not signed in here. ${act} does not need it.` },
    { key: 'key', state: 'good', text: keyWords(state) },
    {
      key: 'device',
      state: 'unknown',
      text: <>A work laptop may record keys and screen, and no page can tell. {phoneLink}</>,
    },
    {
      key: 'network',
      state: 'unknown',
      text: 'The network you are on can see that you are here, not what you do here.',
    },
  ];
  return <SafetyChecklist items={items} />;
}

function keyWords(state: KeyState): string {
  switch (state.kind) {
    case 'locked':
      return 'Your key is on this device, locked, and never leaves it.';
    case 'open':
      return state.kept
        ? 'Your key is on this device and never leaves it.'
        : 'Your key is used here once, is not kept, and never leaves this device.';
    default:
      return 'Your key never leaves the device that it is used on.';
  }
}
