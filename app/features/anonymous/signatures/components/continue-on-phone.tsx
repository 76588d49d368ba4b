import { QrCode } from '~/ui/qr-code';

/** The address of a page as a QR code, for whoever would rather act on a phone. It carries nothing but the address. */
export function ContinueOnPhone({ address }: { address: string }) {
  return (
    <details className="on-phone">
      <summary>Continue on my phone</summary>
      <QrCode text={address} label={`QR code of ${address}`} />
      <span className="small soft">{address}</span>
    </details>
  );
}
