import type { PackFacts } from '../pack/pack-facts';
import { packDocument } from '../pack/pack-document.server';
import { flyerPdf } from './flyer.server';
import { posterPdf } from './poster.server';
import type { ShareFacts } from './share-facts';
import { sharePicture } from './share-picture.server';

/** Something to be set and drawn, with all that it says. */
export type PrintJob =
  | { readonly kind: 'poster' | 'flyer' | 'picture'; readonly facts: ShareFacts }
  | { readonly kind: 'document'; readonly facts: PackFacts };

/** Sets one job: PDF, or of a picture PNG. Takes some hundred milliseconds of a processor: on a server in a thread. */
export function printJob(job: PrintJob): Promise<Uint8Array> {
  switch (job.kind) {
    case 'poster':
      return posterPdf(job.facts);
    case 'flyer':
      return flyerPdf(job.facts);
    case 'picture':
      return sharePicture(job.facts);
    case 'document':
      return packDocument(job.facts);
  }
}
