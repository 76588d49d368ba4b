import { encodeQR } from 'qr';

/** Light modules around the symbol that readers need (ISO/IEC 18004). */
const QUIET_ZONE = 4;

export interface QrDrawing {
  /** Modules a side, quiet zone included. */
  size: number;
  path: string;
}

/** A text as a QR symbol: one SVG path of horizontal runs in units of a module. Throws where the text is too long. */
export function drawQr(text: string): QrDrawing {
  const rows = encodeQR(text, 'raw', { border: QUIET_ZONE, ecc: 'medium' });
  let path = '';
  rows.forEach((row, y) => {
    let x = 0;
    while (x < row.length) {
      if (!row[x]) {
        x += 1;
        continue;
      }
      const from = x;
      while (row[x]) x += 1;
      path += `M${from} ${y}h${x - from}v1h${from - x}z`;
    }
  });
  return { size: rows.length, path };
}

/** A QR code to point a phone at. `label` says where it leads, for those who cannot see it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = drawQr(text);
  return (
    <svg
      className="qr-code"
      viewBox={`0 0 ${size} ${size}`}
      width={size * 6}
      height={size * 6}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <path d={path} />
    </svg>
  );
}
