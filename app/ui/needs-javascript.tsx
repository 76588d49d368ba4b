import { Notice } from './notice';

/** Shown only where scripts are off, on pages that cannot do without. `what` begins a sentence: "Signing". */
export function NeedsJavaScript({ what }: { what: string }) {
  return (
    <noscript>
      <Notice tone="warn" title={`${what} needs JavaScript`}>
        <p>
          Your key never leaves this device, so the work has to be done here, by a script. We do not offer a way round
          it, because it would have to hand your key to the server. Reading needs no JavaScript.
        </p>
      </Notice>
    </noscript>
  );
}
