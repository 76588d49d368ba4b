import ExifReader from 'exifreader';

/*
 * A second reader of what pictures hide, by somebody else (npm exifreader): what our own does not see, it may.
 */

/** What every picture says of itself: how large it is, and how its pixels are stored. */
const ofThePixels = new Set(['file', 'jfif', 'png', 'pngFile', 'riff', 'gif']);

/** Names of everything in a picture that is neither its pixels nor its way up. */
export function metadataSeenBy(bytes: Uint8Array): readonly string[] {
  const groups = Object.entries(ExifReader.load(Buffer.from(bytes), { expanded: true }));
  return groups
    .filter(([group]) => !ofThePixels.has(group))
    .flatMap(([group, tags]) => Object.keys(tags as object).map((tag) => `${group}: ${tag}`))
    .filter((each) => each !== 'exif: Orientation');
}

/** The way up, 1 to 8. */
export function orientationSeenBy(bytes: Uint8Array): number {
  const { exif } = ExifReader.load(Buffer.from(bytes), { expanded: true });
  return exif?.Orientation?.value ?? 1;
}
