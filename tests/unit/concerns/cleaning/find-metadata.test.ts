import { describe, expect, test } from 'vitest';
import { findMetadata } from '~/features/anonymous/concerns/cleaning/find-metadata';
import { cleaned, photograph, refusal } from '~tests/support/photographs';
import { bytesOf, joined, segment, withSegments } from '~tests/support/picture-parts';

const plain = (await cleaned(photograph('orientation-6.jpg'))).data;
const withinPixels = (text: string) => joined(plain.subarray(0, -2), bytesOf(text), plain.subarray(-2));

describe('looking for hidden data in a picture', () => {
  test('finds none in a clean one, though its way up is told', () => {
    expect(findMetadata(plain)).toEqual([]);
  });

  test('finds what cleaning would remove', () => {
    expect(findMetadata(withSegments(plain, 0xdb, segment(0xfe, bytesOf('x'))))).toEqual([
      'Description or comment',
      'a part that cleaning changes',
    ]);
    expect(findMetadata(joined(plain, [0]))).toContain('Bytes after the end of the picture (1 B)');
  });

  test.each(['Exif\0\0II*\0', 'http://ns.adobe.com/xap', '<x:xmpmeta', '<?xpacket', 'Photoshop 3.0', 'ICC_PROFILE\0'])(
    'finds %j even where it stands among pixels, and such a picture is not sent',
    async (text) => {
      expect(findMetadata(withinPixels(text))).not.toEqual([]);
      expect(await refusal(withinPixels(text))).toBe('not-clean');
      // Cut short it is nothing but pixels.
      expect(findMetadata(withinPixels(text.slice(0, 4)))).toEqual([]);
    },
  );

  test('finds that something is no picture, or a damaged one', () => {
    expect(findMetadata(bytesOf('words'))).toEqual(['not a picture']);
    expect(findMetadata(plain.slice(0, -9))).toContain('damaged');
  });

  test('a clean picture that is turned by a byte is not clean', () => {
    const place = Buffer.from(plain).indexOf('Exif');
    for (let at = place; at < place + 32; at += 1)
      expect(findMetadata(plain.with(at, plain[at]! ^ 0x55)), String(at)).not.toEqual([]);
  });
});
