import { useEffect, useRef } from 'react';

/** A picture drawn from its bytes: the site's policy allows no address for it, and needs none. `side` in CSS pixels. */
export function CleanedPicture({ bytes, side, label }: { bytes: Blob; side: number; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let gone = false;
    void drawInto(() => (gone ? null : canvas.current), bytes, side);
    return () => {
      gone = true;
    };
  }, [bytes, side]);
  return (
    <span className="picture" role="img" aria-label={label}>
      <canvas ref={canvas} width={1} height={1} aria-hidden="true" />
    </span>
  );
}

async function drawInto(target: () => HTMLCanvasElement | null, bytes: Blob, side: number): Promise<void> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(bytes);
  } catch {
    // Not a picture after all: the place stays empty, its name stands beside it.
    return;
  }
  const canvas = target();
  const context = canvas?.getContext('2d');
  if (canvas && context) {
    const scale = Math.min(1, (side * Math.min(2, window.devicePixelRatio)) / Math.max(picture.width, picture.height));
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  }
  picture.close();
}
