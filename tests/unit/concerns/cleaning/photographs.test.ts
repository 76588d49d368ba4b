import { describe, expect, test } from 'vitest';
import { findMetadata } from '~/features/anonymous/concerns/cleaning/find-metadata';
import { metadataSeenBy, orientationSeenBy } from '~tests/support/independent-reader';
import { cleaned, photograph, photographs, refusal } from '~tests/support/photographs';

const text = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);

/** The way up that each was given, and what must be named in the report, in words. */
const told: Readonly<Record<(typeof photographs)[number], { orientation: number; words: readonly string[] }>> = {
  'mountain.jpg': {
    orientation: 1,
    words: ['Camera make and model', 'Date and time', 'Preview picture', 'Captions and keywords (IPTC)', 'Editing history (XMP)', 'Colour profile'], // prettier-ignore
  },
  'starfish.jpg': {
    orientation: 1,
    words: ['Place where it was taken (GPS)', 'Camera make and model', 'Serial number', 'Date and time', 'Name of the author', 'Name of the device or computer', 'Preview picture', 'Notes of the camera’s maker', 'Captions and keywords (IPTC)', 'Editing history (XMP)', 'Description or comment'], // prettier-ignore
  },
  'starfish-progressive.jpg': {
    orientation: 6,
    words: ['Place where it was taken (GPS)', 'Preview picture', 'Captions and keywords (IPTC)', 'Editing history (XMP)'], // prettier-ignore
  },
  'starfish.png': {
    orientation: 3,
    words: ['Place where it was taken (GPS)', 'Name of the author', 'Date and time', 'Editing history (XMP)', 'Name of the program that made it'], // prettier-ignore
  },
  'starfish.webp': { orientation: 6, words: ['Place where it was taken (GPS)', 'Editing history (XMP)'] },
  'starfish-lossless.webp': { orientation: 8, words: ['Place where it was taken (GPS)', 'Editing history (XMP)'] },
  'starfish-moving.webp': { orientation: 1, words: ['Place where it was taken (GPS)', 'Editing history (XMP)'] },
  'starfish.gif': { orientation: 1, words: ['Description or comment', 'Editing history (XMP)'] },
};

describe.each(photographs)('the photograph %s', (name) => {
  test('holds hidden data, which both readers see', () => {
    expect(findMetadata(photograph(name))).not.toEqual([]);
    // The other reader does not look into GIF comments.
    if (name !== 'starfish.gif') expect(metadataSeenBy(photograph(name))).not.toEqual([]);
    if (name !== 'mountain.jpg') expect(text(photograph(name))).toContain('planted-');
  });

  test('comes out clean, by our own check, by another reader, and by its bytes', async () => {
    const { data } = await cleaned(photograph(name));
    expect(findMetadata(data)).toEqual([]);
    expect(metadataSeenBy(data)).toEqual([]);
    expect(text(data)).not.toMatch(/planted|exiftool|Photoshop|Nikon|Lumia|Nokia|2013:05:10|ns\.adobe/i);
  });

  test('keeps the way up, and nothing else beside the pixels', async () => {
    const { data } = await cleaned(photograph(name));
    expect(orientationSeenBy(data)).toBe(told[name].orientation);
  });

  test('is reported on in plain words', async () => {
    const { report, kept } = await cleaned(photograph(name));
    const words = report.map((each) => each.words);
    expect(words).toEqual(expect.arrayContaining([...told[name].words]));
    expect(words[0]).toBe('File name');
    expect(new Set(words).size).toBe(words.length);
    expect(kept).toHaveLength(1);
  });

  test('cleaned twice is the same, bit by bit, and nothing more is found', async () => {
    const once = await cleaned(photograph(name));
    const twice = await cleaned(once.data);
    expect(twice.data).toEqual(once.data);
    expect(twice.report.map(({ kind }) => kind)).toEqual(['file-name']);
  });

  test('cut off anywhere is refused, or whole but for what is removed', async () => {
    const whole = photograph(name);
    const expected = (await cleaned(whole)).data;
    let refused = 0;
    for (let step = 1; step < 60; step += 1) {
      const cut = whole.slice(0, Math.floor((whole.length * step) / 60));
      if ((await refusal(cut)) === null) expect((await cleaned(cut)).data).toEqual(expected);
      else refused += 1;
    }
    expect(refused).toBeGreaterThan(20);
  });

  test('with bytes after its end loses them, and the report says how many', async () => {
    const once = await cleaned(photograph(name));
    const longer = new Uint8Array([...once.data, ...new TextEncoder().encode('planted-after-the-end'.repeat(60))]);
    const { data, report } = await cleaned(longer);
    expect(data).toEqual(once.data);
    expect(report.map(({ words }) => words)).toEqual(['File name', 'Bytes after the end of the picture (1.3 KB)']);
  });
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])('held in way %i, it stays so', async (orientation) => {
  const before = photograph(`orientation-${String(orientation)}.jpg`);
  expect(orientationSeenBy(before)).toBe(orientation);
  const { data } = await cleaned(before);
  expect(orientationSeenBy(data)).toBe(orientation);
  expect(metadataSeenBy(data)).toEqual([]);
  // Upright needs no word; the others are 36 bytes longer.
  const upright = (await cleaned(photograph('orientation-1.jpg'))).data;
  expect(data.length - upright.length).toBe(orientation === 1 ? 0 : 36);
});

test('its name and type tell nothing, whatever they were', async () => {
  for (const name of ['anna-at-her-desk.JPG', 'scan.pdf', '', '../../etc/passwd'])
    expect(await cleaned(photograph('orientation-1.jpg'), name)).toMatchObject({
      name: 'photo-1.jpg',
      mediaType: 'image/jpeg',
    });
});
