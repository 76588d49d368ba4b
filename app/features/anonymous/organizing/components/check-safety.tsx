import type { KeyState } from '~/features/published/registers/components/kept-key';
import { CrowdWords, DeviceSafety } from '../../signatures/components/before-signing';
import { ContinueOnPhone } from '../../signatures/components/continue-on-phone';

export interface CheckSafetyProps {
  readonly crowd: { readonly live: number; readonly minimum: number };
  readonly state: KeyState;
  /** Of this page. */
  readonly address: string;
}

/** The crowd that somebody who starts a petition vanishes in, and how safe this device and network look. */
export function CheckSafety({ crowd, state, address }: CheckSafetyProps) {
  return (
    <div className="stack">
      <CrowdWords crowd={{ ...crowd, acted: null }} />
      <DeviceSafety act="Starting a petition" state={state} phoneLink={<ContinueOnPhone address={address} />} />
    </div>
  );
}
