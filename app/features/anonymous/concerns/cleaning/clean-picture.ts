import { Findings, type Finding, type PictureCleaner } from './cleaning';
import { cleanGif } from './clean-gif';
import { cleanJpeg } from './clean-jpeg';
import { cleanPng } from './clean-png';
import { cleanWebp } from './clean-webp';
import type { PictureFormat } from './recognise-format';

const cleaners: Readonly<Record<PictureFormat, PictureCleaner>> = {
  jpeg: cleanJpeg,
  png: cleanPng,
  webp: cleanWebp,
  gif: cleanGif,
};

export interface CleanedPicture {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly findings: readonly Finding[];
}

/**
 * Puts together a new picture of what decoding the old one needs: the pixels stay as they are, bit by bit. What pixels
 * show, or were made to hide, stays too.
 *
 * @param bytes attacker-controlled
 * @throws CleaningError 'damaged' | 'unusual-picture'
 */
export function cleanPicture(format: PictureFormat, bytes: Uint8Array): CleanedPicture {
  const findings = new Findings();
  return { bytes: cleaners[format](bytes, findings), findings: findings.list() };
}
